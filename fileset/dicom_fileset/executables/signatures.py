"""First bytes by which kinds of files are known: a row each, with its source."""

from typing import Final, NamedTuple


class Signature(NamedTuple):
    """Bytes at a place.

    Attributes
    ----------
    kind
        A row of :data:`~dicom_fileset.executables.kind.KINDS`.
    what
        What has these bytes, for a person.
    at
        Where in the file they stand.
    magic
        The bytes.
    source
        Where that is said.
    """

    kind: str
    what: str
    at: int
    magic: bytes
    source: str


EXECUTABLES: Final = (
    Signature("program", "Windows or DOS program", 0, b"MZ", "Microsoft PE Format, MS-DOS stub"),
    Signature("program", "Windows or DOS program", 0, b"ZM", "MS-DOS loader"),
    Signature("program", "ELF program", 0, b"\x7fELF", "System V ABI, ELF header"),
    Signature("program", "Mach-O program", 0, b"\xfe\xed\xfa\xce", "mach-o/loader.h MH_MAGIC"),
    Signature("program", "Mach-O program", 0, b"\xce\xfa\xed\xfe", "mach-o/loader.h MH_CIGAM"),
    Signature("program", "Mach-O program", 0, b"\xfe\xed\xfa\xcf", "mach-o/loader.h MH_MAGIC_64"),
    Signature("program", "Mach-O program", 0, b"\xcf\xfa\xed\xfe", "mach-o/loader.h MH_CIGAM_64"),
    Signature(
        "program", "Mach-O or Java program", 0, b"\xca\xfe\xba\xbe", "mach-o/fat.h; JVMS 4.1"
    ),
    Signature("program", "Mach-O program", 0, b"\xbe\xba\xfe\xca", "mach-o/fat.h FAT_CIGAM"),
    Signature("program", "Mach-O program", 0, b"\xca\xfe\xba\xbf", "mach-o/fat.h FAT_MAGIC_64"),
    Signature("program", "Mach-O program", 0, b"\xbf\xba\xfe\xca", "mach-o/fat.h FAT_CIGAM_64"),
    Signature("program", "Android program", 0, b"dex\n", "Android Dalvik Executable format"),
    Signature("program", "WebAssembly program", 0, b"\0asm", "WebAssembly Core 5.5.16"),
    Signature("program", "Windows help program", 0, b"ITSF", "Microsoft HTML Help"),
    Signature("shortcut", "Windows shortcut", 0, b"L\0\0\0\1\x14\2\0", "MS-SHLLINK 2.1"),
    Signature("script", "script", 0, b"#!", "POSIX.1 execve, rationale"),
    Signature("script", "script", 0, b"\xef\xbb\xbf#!", "POSIX.1 execve, rationale"),
    Signature("installer", "macOS installer", 0, b"xar!", "xar(1)"),
    Signature("installer", "RPM package", 0, b"\xed\xab\xee\xdb", "RPM lead"),
    Signature("installer", "Debian package", 0, b"!<arch>\ndebian", "deb(5)"),
)
"""What systems run, or open by running something."""

TEXTS: Final = (
    Signature("autorun", "AutoRun settings", 0, b"[autorun", "Microsoft Autorun.inf Entries"),
    Signature("shortcut", "Internet shortcut", 0, b"[internetshortcut", "Windows shell"),
    Signature("shortcut", "desktop entry", 0, b"[desktop entry", "freedesktop Desktop Entry 1.5"),
    Signature("script", "batch file", 0, b"@echo off", "Windows cmd"),
    Signature("script", "PHP script", 0, b"<?php", "PHP manual"),
    Signature("script", "page with a script", 0, b"<script", "HTML"),
    Signature("page", "HTML page", 0, b"<!doctype html", "HTML"),
    Signature("page", "HTML page", 0, b"<html", "HTML"),
    Signature("page", "XML document", 0, b"<?xml", "XML 1.0 2.8"),
    Signature("page", "XML document", 0, b"<svg", "SVG"),
)
"""In small letters; known behind a byte order mark and white space, in either case."""

OTHERS: Final = (
    Signature("archive", "ZIP archive", 0, b"PK\3\4", "APPNOTE.TXT 4.3.7"),
    Signature("archive", "ZIP archive", 0, b"PK\5\6", "APPNOTE.TXT 4.3.16"),
    Signature("archive", "ZIP archive", 0, b"PK\7\10", "APPNOTE.TXT 4.3.9"),
    Signature("archive", "7-Zip archive", 0, b"7z\xbc\xaf\x27\x1c", "7zFormat.txt"),
    Signature("archive", "RAR archive", 0, b"Rar!\x1a\7", "RAR 5.0 archive format"),
    Signature("archive", "gzip archive", 0, b"\x1f\x8b", "RFC 1952"),
    Signature("archive", "bzip2 archive", 0, b"BZh", "bzip2"),
    Signature("archive", "xz archive", 0, b"\xfd7zXZ\0", "xz file format"),
    Signature("archive", "Zstandard archive", 0, b"\x28\xb5\x2f\xfd", "RFC 8878"),
    Signature("archive", "cabinet", 0, b"MSCF", "MS-CAB"),
    Signature("archive", "InstallShield cabinet", 0, b"ISc(", "InstallShield"),
    Signature("archive", "tar archive", 257, b"ustar", "POSIX.1 pax"),
    Signature("archive", "library", 0, b"!<arch>\n", "System V ar"),
    Signature("document", "PDF document", 0, b"%PDF-", "ISO 32000-1 7.5.2"),
    Signature("document", "Office document", 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "MS-CFB 2.2"),
    Signature("document", "RTF document", 0, b"{\\rtf", "RTF 1.9"),
    Signature("picture", "JPEG picture", 0, b"\xff\xd8\xff", "ISO/IEC 10918-1 B.1"),
    Signature("picture", "PNG picture", 0, b"\x89PNG\r\n\x1a\n", "ISO/IEC 15948 5.2"),
    Signature("picture", "GIF picture", 0, b"GIF8", "GIF89a 17"),
    Signature("picture", "TIFF picture", 0, b"II*\0", "TIFF 6.0 section 2"),
    Signature("picture", "TIFF picture", 0, b"MM\0*", "TIFF 6.0 section 2"),
    Signature("picture", "BMP picture", 0, b"BM", "Windows BITMAPFILEHEADER"),
    Signature("picture", "icon", 0, b"\0\0\1\0", "Windows ICONDIR"),
    Signature("picture", "WebP picture", 8, b"WEBP", "RIFF container"),
    Signature(
        "picture", "JPEG 2000 picture", 0, b"\0\0\0\x0cjP  \r\n\x87\n", "ISO/IEC 15444-1 I.5.1"
    ),
    Signature("film", "MP4 film", 4, b"ftyp", "ISO/IEC 14496-12 4.3"),
    Signature("film", "AVI film", 8, b"AVI ", "RIFF container"),
    Signature("film", "MPEG film", 0, b"\0\0\1\xba", "ISO/IEC 13818-1 2.5.3"),
    Signature("film", "Matroska film", 0, b"\x1a\x45\xdf\xa3", "RFC 8794"),
    Signature("film", "Windows Media film", 0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "ASF 3.1"),
)
"""What no system runs."""
