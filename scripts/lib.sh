# Sourced by the scripts beside it: where the checkout is, a fitting JDK, Maven, the jar, the Spark home.
# Plain bash 3.2, so that it runs on macOS too. Functions print results on stdout, all else on stderr.

firn_say() {
  printf '%s\n' "firn: $*" >&2
}

# An environment that does not fit is an outside failure: exit code 3.
firn_fail() {
  firn_say "$@"
  exit 3
}

# A path without symbolic links at its end.
firn_resolve() {
  local path=$1 target
  while [ -L "$path" ]; do
    target=$(readlink "$path")
    case $target in
      /*) path=$target ;;
      *) path=$(dirname "$path")/$target ;;
    esac
  done
  printf '%s' "$path"
}

# The checkout's root, from the path of a script in scripts/; symbolic links are followed.
firn_root_of() {
  (cd "$(dirname "$(firn_resolve "$1")")/.." && pwd -P)
}

firn_version() {
  sed -n '/<artifactId>firn<\/artifactId>/,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' \
    "$FIRN_ROOT/pom.xml" | head -n 1
}

# The major version of the Java in a home directory, or nothing.
firn_java_major() {
  local home=$1 version
  [ -x "$home/bin/java" ] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$home/release" 2>/dev/null | head -n 1)
  if [ -z "$version" ]; then
    version=$("$home/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
  fi
  case $version in
    1.*) version=${version#1.} ;;
  esac
  printf '%s' "${version%%[.+-]*}"
}

# The home of the java on PATH, or nothing.
firn_java_on_path() {
  local java
  java=$(command -v java 2>/dev/null) || return 0
  (cd "$(dirname "$(firn_resolve "$java")")/.." && pwd -P)
}

# Exports JAVA_HOME: a Java 17 to 23, from JAVA_HOME, then PATH, then the usual places. Fails without.
firn_use_java() {
  local home major other=""
  for home in "${JAVA_HOME:-}" "$(firn_java_on_path)" \
    /usr/lib/jvm/*17* /usr/lib/jvm/*21* /Library/Java/JavaVirtualMachines/*17*/Contents/Home \
    /Library/Java/JavaVirtualMachines/*21*/Contents/Home /opt/homebrew/opt/openjdk@17 \
    /usr/local/opt/openjdk@17 /opt/java/* "${HOME:-/nowhere}"/.sdkman/candidates/java/17*; do
    [ -n "$home" ] || continue
    major=$(firn_java_major "$home")
    case $major in
      1[789] | 2[0123])
        export JAVA_HOME=$home
        return 0
        ;;
      2[4-9] | [3-9][0-9]) other=$major ;;
    esac
  done
  if [ -n "$other" ]; then
    firn_fail "Cannot start: found only Java $other, and Spark 3.5 does not start on Java 24 or later;" \
      "set JAVA_HOME to a JDK 17"
  fi
  firn_fail "Cannot start: found no Java 17; install a JDK 17 or set JAVA_HOME to one" \
    "(Debian, Ubuntu: apt-get install openjdk-17-jdk-headless; macOS: brew install openjdk@17)"
}

# Arguments and output are UTF-8 in every locale.
firn_use_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*8*) ;;
    *) [ "$(uname)" = Darwin ] || export LC_ALL=C.UTF-8 ;;
  esac
}

# Exits unless a JDK (a Java with its compiler) and Maven are there.
firn_need_build_tools() {
  firn_use_java
  [ -x "$JAVA_HOME/bin/javac" ] ||
    firn_fail "Cannot build: $JAVA_HOME has no javac; install a JDK 17 and set JAVA_HOME to it"
  command -v mvn >/dev/null 2>&1 ||
    firn_fail "Cannot build: found no Maven (mvn) on PATH; install Maven 3.8 or later" \
      "(Debian, Ubuntu: apt-get install maven; macOS: brew install maven)"
}

# Installs what is missing of JDK 17 and Maven where that is possible (root on Debian or Ubuntu).
firn_set_up() {
  local packages=""
  (firn_use_java && [ -x "$JAVA_HOME/bin/javac" ]) 2>/dev/null || packages="openjdk-17-jdk-headless"
  command -v mvn >/dev/null 2>&1 || packages="$packages maven"
  if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    firn_say "installing $packages"
    # shellcheck disable=SC2086 # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages >&2 ||
      { apt-get update -q >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages >&2; } ||
      firn_fail "Cannot install $packages: apt-get failed"
  fi
  firn_need_build_tools
}

# Maven in the checkout. Where the home directory cannot be written to, the checkout keeps the downloads.
firn_mvn() {
  local home=${HOME:-/nowhere}
  (
    cd "$FIRN_ROOT"
    if ! mkdir -p "$home/.m2/repository" 2>/dev/null || ! [ -w "$home/.m2/repository" ]; then
      case ${MAVEN_OPTS:-} in
        *maven.repo.local*) ;;
        *) export MAVEN_OPTS="${MAVEN_OPTS:-} -Dmaven.repo.local=.spark/m2" ;;
      esac
    fi
    exec mvn -B "$@"
  )
}

# Runs a command while no other process of this checkout does (where flock exists; else just runs it).
firn_locked() {
  mkdir -p "$FIRN_ROOT/.spark"
  (
    if command -v flock >/dev/null 2>&1; then
      flock 9
      rm -rf "$FIRN_ROOT"/.spark/part.* # what a killed assembly left
    fi
    "$@" 9>&-
  ) 9>"$FIRN_ROOT/.spark/lock"
}

firn_jar_path() {
  printf '%s' "$FIRN_ROOT/target/firn-$(firn_version).jar"
}

# True for a whole, shaded jar: a build that was killed leaves one without the shaded classes.
firn_jar_is_whole() {
  [ -f "$1" ] && LC_ALL=C grep -aq 'io/firn/shaded/' <(tail -c 262144 "$1")
}

firn_build_jar() {
  firn_jar_is_whole "$1" && return 0
  firn_say "building $1 (once)"
  firn_mvn -q -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2 ||
    firn_fail "Cannot build $1: Maven failed (see above)"
  firn_jar_is_whole "$1" || firn_fail "Cannot build $1: Maven left no whole jar"
}

# Prints the path of the jar, built first if there is none.
firn_jar() {
  local jar
  jar=$(firn_jar_path)
  if ! firn_jar_is_whole "$jar"; then
    firn_need_build_tools
    firn_locked firn_build_jar "$jar" >&2 || exit $?
  fi
  printf '%s' "$jar"
}

# Exits with the usage of a check unless it is told more than to help.
firn_check_usage() {
  local script=$1 argument
  shift
  for argument in "$@"; do
    case $argument in
      --help | -h) set -- && break ;;
    esac
  done
  [ $# -gt 0 ] && return 0
  firn_say "usage: scripts/$script <warehouse> [--catalog-file <file>] [--table <name>]... [--json]"
  exit 2
}

# True if a package of the tests has classes, and none of its sources is newer than they are.
firn_tests_are_compiled() {
  local classes=$FIRN_ROOT/target/test-classes/$1 sources=$FIRN_ROOT/src/test/java/$1 oldest
  [ -d "$classes" ] || return 1
  # shellcheck disable=SC2012 # names of classes have no line breaks
  oldest=$(find "$classes" -name '*.class' -exec ls -t {} + | tail -n 1)
  [ -n "$oldest" ] && [ -z "$(find "$sources" -name '*.java' -newer "$oldest")" ]
}

# Makes a jar of packages of the tests, and of files beside them. Compiles only if it must: it may be asked
# while tests run.
firn_test_jar() {
  local to=$1 path
  shift
  for path in "$@"; do
    case $path in
      *.*) [ -f "$FIRN_ROOT/target/test-classes/$path" ] && continue ;;
      *) firn_tests_are_compiled "$path" && continue ;;
    esac
    firn_mvn -q -Dspotless.check.skip=true test-compile >&2 ||
      firn_fail "Cannot compile the tests: Maven failed (see above)"
    break
  done
  (cd "$FIRN_ROOT/target/test-classes" && "$JAVA_HOME/bin/jar" cf "$to" "$@")
}

# Makes the sandbox's jar: of the compiled tests where they are, else it compiles the sandbox alone.
firn_sandbox_jar() {
  local to=$1 home=$2 classes=$FIRN_ROOT/target/test-classes part libraries
  if [ -f "$classes/s3proxy.classpath" ] && firn_tests_are_compiled io/firn/sandbox &&
    firn_tests_are_compiled io/firn/testing; then
    firn_test_jar "$to" io/firn/sandbox io/firn/testing s3proxy.classpath
    return 0
  fi
  [ -f "$classes/s3proxy.classpath" ] ||
    firn_mvn -q -Dfirn.sandbox-only antrun:run@test-servers >&2 ||
    firn_fail "Cannot fetch the sandbox's libraries: Maven failed (see above)"
  part=$(mktemp -d "${TMPDIR:-/tmp}/firn-sandbox.XXXXXX")
  libraries=$(cat "$classes/s3proxy.classpath")
  if ! (cd "$FIRN_ROOT/src/test/java" &&
    "$JAVA_HOME/bin/javac" -nowarn -proc:none -encoding UTF-8 -d "$part" -sourcepath . \
      -cp "$(firn_jar):$home/jars/*:$libraries" io/firn/sandbox/http/SandboxMain.java) >&2; then
    rm -rf "$part"
    firn_fail "Cannot compile the sandbox (see above)"
  fi
  cp "$classes/s3proxy.classpath" "$part"
  "$JAVA_HOME/bin/jar" cf "$to" -C "$part" .
  rm -rf "$part"
}

# A name for the platform that pom.xml asks for: another one when a provided library changes.
firn_spark_key() {
  {
    printf 'layout 1\n'
    grep -E '<(spark|scala.binary|iceberg|hadoop|aws|wildfly-openssl|slf4j|sqlite|jackson)\.version>' \
      "$FIRN_ROOT/pom.xml"
    awk '/<dependency>/ { block = "" }
         { block = block $0 "\n" }
         /<\/dependency>/ { if (block ~ /<scope>provided</) printf "%s", block }' "$FIRN_ROOT/pom.xml"
  } | cksum | awk '{ printf "%08x", $1 }'
}

firn_copy_jars() {
  local to=$1
  shift
  firn_mvn -q org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies \
    -DincludeScope=compile -DoutputDirectory="$to" "$@" >&2
}

# Assembles into a directory of its own and moves it into place whole: a kill leaves no half of one.
firn_assemble() {
  local to=$1 part
  shift
  [ -d "$to" ] && return 0
  firn_say "assembling $to from Maven (once)"
  part=$(mktemp -d "$FIRN_ROOT/.spark/part.XXXXXX")
  chmod 755 "$part"
  mkdir "$part/conf"
  if ! firn_copy_jars "$part/jars" "$@"; then
    rm -rf "$part"
    firn_fail "Cannot assemble $to: Maven failed (see above)"
  fi
  mv "$part" "$to"
  # Where another process was first, mv has put ours inside of its directory.
  rm -rf "${to:?}/$(basename "$part")"
}

# Prints the path of the local Spark home, assembled first if there is none.
firn_spark_home() {
  local home
  home=$FIRN_ROOT/.spark/$(firn_spark_key)
  if ! [ -d "$home" ]; then
    firn_need_build_tools
    firn_locked firn_assemble "$home" -DexcludeArtifactIds=picocli,snakeyaml,jspecify >&2 || exit $?
  fi
  if ! cmp -s "$FIRN_ROOT/conf/log4j2.properties" "$home/conf/log4j2.properties"; then
    cp "$FIRN_ROOT/conf/log4j2.properties" "$home/conf/.log4j2.$$"
    mv -f "$home/conf/.log4j2.$$" "$home/conf/log4j2.properties"
  fi
  printf '%s' "$home"
}

# Prints the module options that Spark's drivers need on Java 17. Spark 3.5 adds them to all Java that it starts, but
# not to the driver that a standalone cluster's worker starts.
firn_module_options() {
  local package
  printf '%s' -XX:+IgnoreUnrecognizedVMOptions
  for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
    java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs \
    sun.security.action sun.util.calendar; do
    printf ' --add-opens=java.base/%s=ALL-UNNAMED' "$package"
  done
  printf ' %s' --add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED \
    -Djdk.reflect.useDirectMethodHandle=false
}

# Assembles one set of jars; the words after its name go to Maven.
firn_foreign_set() {
  local set=$1
  shift
  firn_locked firn_assemble "$FIRN_ROOT/.spark/$(firn_foreign_key)/$set" "$@" >&2 || exit $?
}

firn_foreign_key() {
  printf '%s-foreign-%s' "$(firn_spark_key)" \
    "$(grep -E '<(iceberg.newest|aws.newest|aws.foreign|jackson.foreign)\.version>' "$FIRN_ROOT/pom.xml" |
      cksum | cut -d ' ' -f 1)"
}

firn_pom_property() {
  sed -n "s/.*<$1>\(.*\)<\/$1>.*/\1/p" "$FIRN_ROOT/pom.xml" | head -n 1
}

# Prints the folder of the jars that heavy tests put into a Spark home, in the place of those that it has or beside
# them: another Iceberg, older and newer AWS SDKs, another Jackson, and YARN. Assembled first if there is none.
firn_foreign_jars() {
  mkdir -p "$FIRN_ROOT/.spark/$(firn_foreign_key)"
  firn_foreign_set iceberg -Pforeign-iceberg \
    -DincludeArtifactIds=iceberg-spark-runtime-3.5_2.12
  firn_foreign_set newest-aws -Pforeign-iceberg \
    -DincludeGroupIds=software.amazon.awssdk,org.apache.httpcomponents.client5,org.apache.httpcomponents.core5
  firn_foreign_set aws -DincludeGroupIds=software.amazon.awssdk \
    -Daws.version="$(firn_pom_property aws.foreign.version)"
  firn_foreign_set jackson -Pforeign-jackson \
    -DincludeArtifactIds=jackson-core,jackson-annotations,jackson-databind,jackson-datatype-jsr310,jackson-module-scala_2.12
  firn_foreign_set yarn -Pyarn \
    -DincludeArtifactIds=spark-yarn_2.12,hadoop-client-minicluster,bcpkix-jdk18on,bcprov-jdk18on,bcutil-jdk18on,jaxb-impl,jakarta.xml.bind-api,jakarta.activation-api,jakarta.activation,junit
  printf '%s' "$FIRN_ROOT/.spark/$(firn_foreign_key)"
}

# Prints the jars, comma separated, that a Spark home of the user's own lacks.
firn_jars_beside() {
  local spark_home=$1 extra wanted=""
  ls "$spark_home"/jars/iceberg-spark-runtime-*.jar >/dev/null 2>&1 ||
    wanted="iceberg-spark-runtime-3.5_2.12"
  ls "$spark_home"/jars/sqlite-jdbc-*.jar >/dev/null 2>&1 || wanted="$wanted,sqlite-jdbc"
  wanted=${wanted#,}
  [ -n "$wanted" ] || return 0
  extra=$FIRN_ROOT/.spark/$(firn_spark_key)-$(printf '%s' "$wanted" | cksum | cut -d ' ' -f 1)
  if ! [ -d "$extra" ]; then
    firn_need_build_tools
    firn_locked firn_assemble "$extra" -DincludeArtifactIds="$wanted" >&2 || exit $?
  fi
  ls "$extra"/jars/*.jar | paste -s -d , -
}
