"""ehr_tui: the staff office's terminal program (人事): roster, handover, cover and training over one encrypted file."""

__version__ = "0.1.0"
