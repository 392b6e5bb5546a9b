"""Extensions and names by which kinds of files are known: what a system does with them decides."""

from types import MappingProxyType
from typing import Final

_PROGRAMS: Final = "exe com scr pif cpl dll sys ocx drv efi so dylib elf appimage jar class apk ipa xap gadget msc chm xll wll pyz pyc run out hta swf"
_SCRIPTS: Final = "bat cmd vbs vbe vb js jse mjs ws wsf wsc wsh sct ps1 ps1xml psm1 psd1 psc1 msh inf reg sh bash csh ksh zsh fish command tool workflow action scpt applescript py pyw pl rb php lua tcl ahk jnlp docm dotm xlsm xltm xlam pptm potm ppam sldm xlm iqy slk"
_SHORTCUTS: Final = "lnk url website desktop webloc inetloc fileloc scf library-ms search-ms searchconnector-ms settingcontent-ms appref-ms"
_INSTALLERS: Final = "msi msp mst msix msixbundle appx appxbundle appinstaller application deb rpm pkg mpkg dmg snap flatpak flatpakref"
_ARCHIVES: Final = "zip 7z rar gz tgz bz2 xz zst tar cab arj lzh iso img vhd vhdx z"
_PAGES: Final = "htm html xhtml mht mhtml css xml xsl xslt json map woff woff2 ttf otf eot svg"
_DOCUMENTS: Final = "pdf doc docx xls xlsx ppt pptx odt ods odp rtf hlp"
_PICTURES: Final = "jpg jpeg png gif bmp tif tiff ico cur webp jp2"
_FILMS: Final = "avi mpg mpeg mp4 m4v mov wmv mkv webm wav mp3"
_TEXTS: Final = "txt log ini cfg conf config csv md manifest properties lst nfo"

EXTENSIONS: Final = MappingProxyType(
    {
        extension: kind
        for kind, extensions in (
            ("program", _PROGRAMS),
            ("script", _SCRIPTS),
            ("shortcut", _SHORTCUTS),
            ("installer", _INSTALLERS),
            ("archive", _ARCHIVES),
            ("page", _PAGES),
            ("document", _DOCUMENTS),
            ("picture", _PICTURES),
            ("film", _FILMS),
            ("text", _TEXTS),
        )
        for extension in extensions.split()
    }
)
"""Extension in small letters to kind: what Windows, macOS or a Linux desktop runs or shows."""

NAMES: Final = MappingProxyType(
    {
        "autorun.inf": "autorun",
        "autorun": "autorun",
        ".autorun": "autorun",
        "autorun.sh": "autorun",
        "autoopen": "autorun",
        ".autoopen": "autorun",
        "folder.htt": "autorun",
        "autorun.ico": "picture",
        "readme": "text",
        "license": "text",
    }
)
"""Names in small letters to kind: Microsoft Autorun.inf, freedesktop Autostart, Windows shell."""

BUNDLES: Final = (".app", ".bundle", ".framework", ".kext", ".plugin", ".prefpane", ".workflow")
"""Extensions of folders that macOS takes for one program."""
