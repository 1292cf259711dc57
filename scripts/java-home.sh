# shellcheck shell=bash
# Sourced by ./check and ./headwater: finds the Java they run on.

# java_major HOME: prints the version of the JDK at HOME, such as 17; fails if HOME holds no JDK.
java_major() {
  local version
  [[ -n $1 && -x $1/bin/java && -x $1/bin/javac ]] || return 1
  if [[ -r $1/release ]]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  else
    version=$("$1/bin/javac" -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/')
  fi
  [[ -n $version ]] && echo "$version"
}

# java_candidates: prints directories where a JDK may be, the preferred ones first.
java_candidates() {
  local program
  echo "${JAVA_HOME:-}"
  for program in javac java; do
    if program=$(command -v "$program") && program=$(readlink -f "$program"); then
      dirname "$(dirname "$program")"
    fi
  done
  printf '%s\n' /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home
}

# find_java_home: prints the first JDK that is version 17 or newer.
find_java_home() {
  local home major
  while read -r home; do
    if major=$(java_major "$home") && ((major >= 17)); then
      echo "$home"
      return
    fi
  done < <(java_candidates)
  return 1
}

# require_java_home: exports JAVA_HOME, a JDK 17 or newer; root on Debian or Ubuntu gets one installed.
require_java_home() {
  local found
  if ! found=$(find_java_home) && [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "no JDK 17 or newer found: installing openjdk-17-jdk-headless ..." >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jdk-headless; } >&2 || true
    found=$(find_java_home) || true
  fi
  if [[ -z $found ]]; then
    echo "Headwater needs a JDK, version 17 or newer: install one and set JAVA_HOME to its directory." >&2
    return 1
  fi
  export JAVA_HOME=$found
}

# quiet_maven: keeps Maven's own libraries from warning on the newest Java.
quiet_maven() {
  if (($(java_major "$JAVA_HOME") >= 24)); then
    export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
  fi
}
