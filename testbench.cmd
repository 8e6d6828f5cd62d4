@echo off
rem Starts the IC WebSocket Testbench on Windows: checks what it needs, builds what changed, runs Java.
rem The same as ./testbench, except that nothing is installed: Windows has no one way to do it.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
set "jar=%root%app\target\testbench.jar"
set "stamp=%root%app\target\.built"

if /i "%~1"=="--help" goto :usage
if /i "%~1"=="-h" goto :usage
if /i "%~1"=="help" goto :usage
if /i "%~1"=="--no-install" (
  echo testbench: --no-install is not needed here; nothing is ever installed on Windows. 1>&2
  exit /b 2
)

call :find_java || exit /b 1
if /i "%~1"=="verify" goto :verify

call :needs_build
if errorlevel 1 (
  call :build || exit /b 1
)
"%java_home%\bin\java.exe" "@%root%app\java.args" -jar "%jar%" %*
exit /b %errorlevel%

:usage
echo Usage: testbench                        open the window
echo        testbench serve [options]        the same without a window (serve --help lists its options)
echo        testbench verify [mvn options]   run every test of every module
echo        testbench verify --rust          run the sample canisters' Rust tests, and ic-agent against the replica ^(slow^)
exit /b 0

:verify
call :find_maven || exit /b 1
set "JAVA_HOME=%java_home%"
if /i "%~2"=="--rust" goto :verify_rust
set "rest="
:collect
shift
if "%~1"=="" goto :run_verify
set "rest=%rest% %1"
goto :collect
:run_verify
cd /d "%root%"
call mvn -B -ntp verify%rest%
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
echo testbench: on Debian 12, in WSL for example, run sample-canister/build.sh --check --debian 1>&2
echo testbench: and local-replica/src/test/rust/stable-caller/build.sh --check --debian 1>&2
cd /d "%root%"
call mvn -B -ntp -pl local-replica -am test -Dicws.rust=true -Dtest=RustAgentTest -Dsurefire.failIfNoSpecifiedTests=false
exit /b %errorlevel%

rem Sets java_home to a JDK 17 or newer of JAVA_HOME or PATH.
:find_java
set "java_home="
if defined JAVA_HOME call :try_java "%JAVA_HOME%"
if defined java_home exit /b 0
for /f "delims=" %%j in ('where javac 2^>nul') do if not defined java_home call :try_java "%%~dpj.."
if defined java_home exit /b 0
echo testbench: missing: a Java development kit ^(JDK^) 17 or newer. 1>&2
echo testbench: "winget install EclipseAdoptium.Temurin.17.JDK" installs one; open a new terminal afterwards. 1>&2
exit /b 1

:try_java
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "version="
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "version=%%~v"
if not defined version exit /b 0
for /f "tokens=1 delims=.-+" %%m in ("%version%") do set "major=%%m"
if %major% geq 17 set "java_home=%~f1"
exit /b 0

:find_maven
where mvn >nul 2>nul && exit /b 0
echo testbench: missing: Maven 3.8 or newer, https://maven.apache.org/download.cgi 1>&2
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
set "JAVA_HOME=%java_home%"
pushd "%root%"
call mvn -q -B -ntp -DskipTests -Dspotless.check.skip -Denforcer.skip -pl app -am package 1>&2
set "code=%errorlevel%"
popd
if not "%code%"=="0" (
  echo testbench: the build failed; see above 1>&2
  exit /b 1
)
move /y "%stamp%.new" "%stamp%" >nul
exit /b 0
