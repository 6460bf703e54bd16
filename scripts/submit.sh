# Sourced by the submit scripts after lib.sh: options, definitions with placeholders, AWS commands.
# Plain bash 3.2. A submit script's own header is its help.

dry_run="" await="" job=firn-ingest most_failed_looks=5

# Usage is the caller's mistake: exit code 2.
firn_misuse() {
  firn_say "$@"
  exit 2
}

# Takes the arguments of a submit script: options, and the name of a job.
firn_submit_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --dry-run) dry_run=1 ;;
      --wait) await=1 ;;
      --help | -h)
        sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
      -*) firn_misuse "Unknown option: $1 (see $0 --help)" ;;
      *) job=$1 ;;
    esac
    shift
  done
  [ -n "$dry_run" ] || command -v aws >/dev/null 2>&1 ||
    firn_fail "Cannot submit: found no AWS CLI (aws) on PATH; install it, or use --dry-run"
  exec 3>&1 # where a dry run prints, also from inside of $(...)
}

# Exits unless all of the variables are set, naming all that are not.
firn_need() {
  local name missing=""
  for name in "$@"; do
    [ -n "${!name:-}" ] || missing="$missing, $name"
  done
  [ -z "$missing" ] || firn_misuse "Missing variable: ${missing#, } (see $0 --help)"
}

# Prints the path of a job's definition.
firn_definition() {
  [ -f "$FIRN_ROOT/jobs/$1" ] || firn_misuse "Unknown job: $job (there is no jobs/$1)"
  printf '%s' "$FIRN_ROOT/jobs/$1"
}

# Prints a variable's value as the inside of a JSON string.
firn_json_inside() {
  local LC_ALL=C
  case ${!1} in
    *[[:cntrl:]]*) firn_misuse "Invalid $1: '${!1}' (must have no control characters)" ;;
  esac
  printf '%s' "${!1}" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g'
}

# Prints a definition with the variables' values in the place of ${...}. Values are not looked into. In a dry
# run only those of the named variables are shown: others, of a definition of one's own, may be secrets.
firn_filled() {
  # shellcheck disable=SC2016 # the two characters themselves
  local file=$1 text out="" name value open='${' close='}'
  shift
  text=$(cat "$file") || exit $?
  while [ "${text#*"$open"}" != "$text" ]; do
    out=$out${text%%"$open"*}
    text=${text#*"$open"}
    name=${text%%"$close"*}
    text=${text#*"$close"}
    case $name in
      FIRN_*[!A-Z_]*) name="" ;;
      FIRN_?*) ;;
      *) name="" ;;
    esac
    [ -n "$name" ] || firn_misuse "Invalid placeholder in $file (must be FIRN_ and A to Z or _)"
    [ -n "${!name:-}" ] || firn_misuse "Cannot fill \${$name} in $file: no such variable is set"
    value=$(firn_json_inside "$name") || exit $?
    case " $* " in
      *" $name "*) ;;
      *)
        if [ -n "$dry_run" ]; then
          firn_note "*** is the value of $name"
          value='***'
        fi
        ;;
    esac
    out=$out$value
  done
  printf '%s\n' "$out$text"
}

# Prints words so that a shell reads them as they are, and Firn too where Glue hands it one line.
firn_quoted() {
  local word line=""
  for word in "$@"; do
    case $word in
      "" | *[!A-Za-z0-9_./:=@%+,-]*) word="'$(printf '%s' "$word" | sed "s/'/'\"'\"'/g")'" ;;
    esac
    line="$line $word"
  done
  printf '%s\n' "${line# }"
}

# Runs an AWS command, or prints it.
firn_aws() {
  if [ -n "$dry_run" ]; then
    firn_quoted aws "$@" >&3
  else
    aws "$@"
  fi
}

# Says in a dry run when the next command is run.
firn_note() {
  [ -z "$dry_run" ] || printf '# %s\n' "$*" >&3
}

firn_upload() {
  firn_aws s3 cp --only-show-errors "$1" "$2" || firn_fail "Cannot upload $1 to $2: aws failed (see above)"
}

firn_is_s3() {
  case $1 in
    s3://?*) return 0 ;;
    *) return 1 ;;
  esac
}

# Exits unless a variable names a place in S3.
firn_check_s3() {
  firn_is_s3 "${!1}" || firn_misuse "Invalid $1: ${!1} (must be s3://<bucket>/<prefix>)"
}

# Where the artifacts are put; without a slash at its end.
firn_check_artifacts() {
  firn_check_s3 FIRN_ARTIFACTS
  FIRN_ARTIFACTS=${FIRN_ARTIFACTS%/}
}

# Sets FIRN_JAR_URI. A jar of other bytes gets another name: workers that join a run late must find the
# jar that it began with.
firn_place_jar() {
  local sum
  FIRN_JAR=${FIRN_JAR:-$(firn_jar)} || exit $?
  FIRN_JAR_URI=$FIRN_JAR
  firn_is_s3 "$FIRN_JAR" && return 0
  [ -f "$FIRN_JAR" ] || firn_misuse "Invalid FIRN_JAR: $FIRN_JAR (must be a file or s3://<bucket>/<key>)"
  sum=$(cksum <"$FIRN_JAR" | awk '{ printf "%08x", $1 }')
  FIRN_JAR_URI=$FIRN_ARTIFACTS/$(basename "$FIRN_JAR" .jar)-$sum.jar
}

# Sets FIRN_CONFIG_URI.
firn_place_config() {
  FIRN_CONFIG_URI=$FIRN_CONFIG
  firn_is_s3 "$FIRN_CONFIG" && return 0
  [ -f "$FIRN_CONFIG" ] ||
    firn_misuse "Invalid FIRN_CONFIG: $FIRN_CONFIG (must be a file or s3://<bucket>/<key>)"
  FIRN_CONFIG_URI=$FIRN_ARTIFACTS/$(basename "$FIRN_CONFIG")
}

# Uploads what is not in S3 yet.
firn_upload_artifacts() {
  firn_is_s3 "$FIRN_JAR" || firn_upload "$FIRN_JAR" "$FIRN_JAR_URI"
  firn_is_s3 "$FIRN_CONFIG" || firn_upload "$FIRN_CONFIG" "$FIRN_CONFIG_URI"
}

# Asks for a run's state, by a command that prints it and then the reason, until the run has ended. Looks
# that fail are repeated: the run does not depend on them.
firn_await() {
  local answer state failed=0
  [ -n "$await" ] || return 0
  if [ -n "$dry_run" ]; then
    firn_note "again and again, until the run has ended:"
    firn_aws "$@"
    return 0
  fi
  while :; do
    answer=$(firn_aws "$@") || answer=""
    state=${answer%%[[:space:]]*}
    failed=$((failed + 1))
    case $state in
      SUCCEEDED | COMPLETED | SUCCESS)
        printf '%s\n' "$state"
        return 0
        ;;
      FAILED | STOPPED | TIMEOUT | ERROR | EXPIRED | CANCELLED | INTERRUPTED)
        printf '%s\n' "$state"
        firn_fail "The run has not succeeded: $answer"
        ;;
      "" | None)
        [ "$failed" -lt "$most_failed_looks" ] ||
          firn_fail "Cannot look for the run's state: $failed looks in a row failed; the run goes on"
        ;;
      *) failed=0 ;;
    esac
    sleep "${FIRN_POLL_SECONDS:-15}"
  done
}
