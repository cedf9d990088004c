; The installer for Windows: for the user who runs it, without administrator's rights.
;   makensis -DVERSION=0.1.0 -DPROGRAM=folder -DOUTPUT=setup.exe [-DICON=annotator.ico] annotator.nsi
;   setup.exe /S [/D=folder]   installs silently;   uninstall.exe /S   removes silently
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "FileFunc.nsh"

!define NAME "Annotator"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME} setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Annotator contributors, MIT licence"

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_FINISHPAGE_RUN "$INSTDIR\annotator.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Japanese"

LangString OtherFolder ${LANG_ENGLISH} "This folder holds something else than Annotator. Choose an empty one."
LangString OtherFolder ${LANG_JAPANESE} "このフォルダーには Annotator 以外のものがあります。空のフォルダーを選んでください。"

; Declares a kind of file that opens in the program: its ending, its name in the registry, what the user sees.
!macro FileKind ENDING KIND TEXT
  WriteRegStr HKCU "Software\Classes\.${ENDING}" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "${TEXT}"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\annotator.exe,0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\annotator.exe" "%1"'
!macroend

!macro NoFileKind ENDING KIND
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  ReadRegStr $0 HKCU "Software\Classes\.${ENDING}" ""
  StrCmp $0 "${KIND}" 0 +2
  DeleteRegKey HKCU "Software\Classes\.${ENDING}"
!macroend

Section "Install"
  SetShellVarContext current
  ; Files of an older version would stay beside the new ones: only a folder of ours is emptied.
  IfFileExists "$INSTDIR\uninstall.exe" ours
  IfFileExists "$INSTDIR\*.*" 0 empty
  FindFirst $0 $1 "$INSTDIR\*.*"
  again:
    StrCmp $1 "" empty
    StrCmp $1 "." next
    StrCmp $1 ".." next
    MessageBox MB_ICONSTOP|MB_OK "$(OtherFolder)" /SD IDOK
    SetErrorLevel 1
    Abort
  next:
    FindNext $0 $1
    Goto again
  ours:
    RMDir /r "$INSTDIR\_internal"
  empty:
  SetOutPath "$INSTDIR"
  File /r "${PROGRAM}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"

  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\annotator.exe"
  !insertmacro FileKind "annotator" "Annotator.Pack" "Annotator pack"
  !insertmacro FileKind "annotator-result" "Annotator.Result" "Annotator result"
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\annotator.exe,0"
  WriteRegStr HKCU "${KEY}" "Publisher" "Annotator contributors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" "$0"

  ; A pack that lies beside the installer is opened at the first start.
  FindFirst $0 $1 "$EXEDIR\*.annotator"
  StrCmp $1 "" done
  CreateDirectory "$LOCALAPPDATA\${NAME}"
  FileOpen $2 "$LOCALAPPDATA\${NAME}\waiting-pack" w
  FileWriteUTF16LE /BOM $2 "$EXEDIR\$1"
  FileClose $2
  done:
  FindClose $0
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro NoFileKind "annotator" "Annotator.Pack"
  !insertmacro NoFileKind "annotator-result" "Annotator.Result"
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\${NAME}"
  ; The workspace lies elsewhere and stays. Only what was installed goes.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\annotator.exe"
  Delete "$INSTDIR\annotator-cli.exe"
  Delete "$INSTDIR\*.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
SectionEnd
