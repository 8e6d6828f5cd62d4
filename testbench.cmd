@echo off
rem Starts the IC WebSocket Testbench on Windows: checks what it needs, builds what changed, runs Java.
rem The same as ./testbench, except that nothing is installed: Windows has no one way to do it.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
set "jar=%root%app\target\testbench.jar"
set "stamp=%root%app\target\.built"

rem Without quotes around the whole: the arguments bring those they need.
set args=%*
set "command=%~1"
set "second=%~2"
rem It asks for what is so anyway.
if /i not "%command%"=="--no-install" goto :what_to_do
set "command=%~2"
set "second=%~3"
call :drop_first

:what_to_do
if /i "%command%"=="--help" goto :usage
if /i "%command%"=="-h" goto :usage
if /i "%command%"=="help" goto :usage

call :find_java || exit /b 1
if /i "%command%"=="verify" goto :verify

call :needs_build
if errorlevel 1 (
  call :build || exit /b 1
)
call :find_classes
"%java_home%\bin\java.exe" "@%root%app\java.args" %cds% -jar "%jar%" %args%
exit /b %errorlevel%

:usage
echo Usage: testbench                        open the window
echo        testbench serve [options]        the same without a window (serve --help lists its options)
echo        testbench load GATEWAY CANISTER  put load on any gateway and measure (load --help)
echo        testbench bench gateway          measure this gateway (bench --help)
echo        testbench bench ui               measure the window (bench ui --help)
echo        testbench screenshots [FOLDER]   take a picture of every page (screenshots --help)
echo        testbench identity COMMAND       show, import or export the gateway's key
echo        testbench bench replica          measure the embedded replica
echo        testbench bench canisters        measure the sample canisters
echo        testbench verify [mvn options]   run every test of every module
echo        testbench verify --rust          run the sample canisters' Rust tests, and ic-agent against the replica (slow)
echo.
echo What the system lacks (a JDK, Maven) is named, not installed; --no-install, as ./testbench takes it, changes nothing.
exit /b 0

:verify
call :find_maven || exit /b 1
call :drop_first
if /i "%second%"=="--rust" goto :verify_rust
cd /d "%root%"
call mvn -B -ntp -T 2 verify %args%
exit /b %errorlevel%

:verify_rust
where cargo >nul 2>nul || (
  echo testbench: missing: Rust 1.85 or newer with cargo, https://rustup.rs 1>&2
  exit /b 1
)
set "CARGO_TARGET_DIR=%root%sample-canister\target\host"
pushd "%root%sample-canister"
cargo test --locked
set "code=%errorlevel%"
popd
if not "%code%"=="0" exit /b %code%
set "CARGO_TARGET_DIR="
echo testbench: not compared: whether the committed canisters can be built bit for bit. That takes Debian's Rust: 1>&2
echo testbench: on Debian 12, in WSL for example, run with --check --debian sample-canister/build.sh, 1>&2
echo testbench: local-replica/src/main/rust/cycles-ledger/build.sh and local-replica/src/test/rust/stable-caller/build.sh 1>&2
cd /d "%root%"
call mvn -B -ntp -pl local-replica -am test -Dicws.rust=true -Dtest=RustAgentTest -Dsurefire.failIfNoSpecifiedTests=false
exit /b %errorlevel%

rem Takes the first word away from args. Delayed, so that what the arguments hold is not taken for commands.
:drop_first
setlocal EnableDelayedExpansion
for /f "tokens=1*" %%a in ("!args!") do endlocal & set "args=%%b"
exit /b 0

rem Sets java_home to the first JDK 17 or newer of JAVA_HOME, PATH, the usual places; and version to its version.
:find_java
set "java_home="
set "too_old="
if defined JAVA_HOME call :try_java "%JAVA_HOME%"
for /f "delims=" %%j in ('where javac 2^>nul') do if not defined java_home call :try_java "%%~dpj.."
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*") do if not defined java_home call :try_java "%%~d"
if defined java_home exit /b 0
echo testbench: missing: a Java development kit (JDK) 17 or newer with the compiler javac%too_old% 1>&2
echo testbench: "winget install EclipseAdoptium.Temurin.17.JDK" installs one 1>&2
exit /b 1

:try_java
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "found="
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "found=%%~v"
if not defined found exit /b 0
for /f "tokens=1 delims=.-+" %%m in ("%found%") do set "major=%%m"
if %major% lss 17 set "too_old= (found version %found% in %~f1, too old)"
if %major% lss 17 exit /b 0
set "java_home=%~f1"
set "version=%found%"
exit /b 0

rem Maven runs on the JDK that was found.
:find_maven
set "JAVA_HOME=%java_home%"
set "maven="
for /f "tokens=3" %%v in ('mvn -v 2^>nul ^| findstr /c:"Apache Maven"') do set "maven=%%v"
if not defined maven goto :no_maven
for /f "tokens=1,2 delims=.-" %%a in ("%maven%") do set "major=%%a" & set "minor=%%b"
if %major% gtr 3 exit /b 0
if %major% equ 3 if %minor% geq 8 exit /b 0
:no_maven
echo testbench: missing: Maven 3.8 or newer, which builds the program, https://maven.apache.org/download.cgi 1>&2
exit /b 1

rem Exit code 1 if a source or a pom is newer than the last build.
:needs_build
if not exist "%jar%" exit /b 1
if not exist "%stamp%" exit /b 1
powershell -NoProfile -ExecutionPolicy Bypass -Command "$r='%root:'=''%'; $t=(Get-Item ($r+'app\target\.built')).LastWriteTimeUtc; $n=Get-ChildItem ($r+'*\src\main'),($r+'*\pom.xml'),($r+'pom.xml'),($r+'.mvn') -Recurse | Where-Object { $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1; if ($n) { exit 1 }"
exit /b %errorlevel%

:build
call :find_maven || exit /b 1
echo testbench: building; the first time this downloads the libraries and takes a few minutes 1>&2
if not exist "%root%app\target" mkdir "%root%app\target"
type nul > "%stamp%.new"
pushd "%root%"
call mvn -q -B -ntp -Dstyle.color=never -DskipTests -Dspotless.check.skip -Denforcer.skip -pl app -am package 1>&2
set "code=%errorlevel%"
popd
if not "%code%"=="0" (
  echo testbench: the build failed; see above 1>&2
  exit /b 1
)
rem The classes of an earlier build; see find_classes.
del /q "%root%app\target\classes-*.jsa" 2>nul
move /y "%stamp%.new" "%stamp%" >nul
exit /b 0

rem Sets cds to the Java option that maps the classes of an earlier window, which saves a third of the work of a start; where
rem there are none, a window writes them down when it closes.
:find_classes
set "archive=%root%app\target\classes-%version%.jsa"
set cds=
if exist "%archive%" set cds="-XX:SharedArchiveFile=%archive%"
if not exist "%archive%" if "%command%"=="" set cds="-XX:ArchiveClassesAtExit=%archive%"
exit /b 0
