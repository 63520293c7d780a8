#!/bin/sh
# 离线安装，不需要网络 / Installs without any network.
# 用法 / Usage:  ./install.sh [目录 FOLDER]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
prefix=${1:-${XDG_DATA_HOME:-$HOME/.local/share}/ehr-tui/program}
links=${EHR_TUI_BIN:-$HOME/.local/bin}
wanted=$(cat "$here/python-version")

sums=$(command -v sha256sum || true)
if [ -n "$sums" ]; then
    (cd "$here" && sha256sum --quiet --check SHA256SUMS) || {
        echo "文件不完整，请重新拷贝整个文件夹。" >&2
        echo "Some files are damaged; copy the whole folder again." >&2
        exit 1
    }
fi

python=
for name in "${PYTHON:-}" "python$wanted" python3; do
    if [ -n "$name" ] && [ "$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$wanted" ]; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "需要 Python $wanted（与制作此安装包的机器相同），未找到。可写 PYTHON=/路径/python$wanted ./install.sh" >&2
    echo "Python $wanted is needed (as on the machine that made this folder) and was not found: PYTHON=/path/to/python$wanted ./install.sh" >&2
    exit 1
fi

case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
if [ -e "$prefix" ] && ! [ -f "$prefix/pyvenv.cfg" -a -e "$prefix/bin/ehr-tui" ]; then
    echo "$prefix 已存在，而且不是 ehr-tui 的程序目录；请另选一个目录。" >&2
    echo "$prefix exists and is not a folder of ehr-tui; choose another one." >&2
    exit 1
fi

echo "安装到 / Installing into $prefix"
mkdir -p "$(dirname -- "$prefix")" "$links"
rm -rf "$prefix.old"
[ ! -e "$prefix" ] || mv "$prefix" "$prefix.old"
put_back() {
    rm -rf "$prefix"
    [ ! -e "$prefix.old" ] || mv "$prefix.old" "$prefix"
    echo "没有安装成功，原来的程序没有改变。" >&2
    echo "Not installed; what was there before is unchanged." >&2
    exit 1
}
"$python" -m venv "$prefix" || {
    echo "此 Python 不能建立虚拟环境；Debian、Ubuntu 请先装 python3-venv。" >&2
    echo "This Python cannot make virtual environments; on Debian and Ubuntu install python3-venv." >&2
    put_back
}
env -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL -u PIP_FIND_LINKS -u PYTHONPATH PIP_CONFIG_FILE=/dev/null \
    "$prefix/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps \
    --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt" || put_back
"$prefix/bin/ehr-tui" --version || put_back
rm -rf "$prefix.old"
ln -sf "$prefix/bin/ehr-tui" "$links/ehr-tui"
echo "命令 / Command: $links/ehr-tui"
case ":$PATH:" in
    *":$links:"*) ;;
    *) echo "请把 $links 加入 PATH / Add $links to PATH" ;;
esac
echo "检查 / Check: ehr-tui doctor    试用 / Try: ehr-tui demo"
