package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sluicesec/sluice/scan"
)

// A logLevel says how urgent a line of the log is.
type logLevel int

const (
	levelTrace logLevel = iota
	levelDebug
	levelInfo
	levelWarn
	levelError
	levelFatal
)

// logLevels are the values of --log-level, and the words that lines begin with.
var logLevels = [...]struct{ name, word string }{
	{"trace", "TRC"}, {"debug", "DBG"}, {"info", "INF"}, {"warn", "WRN"}, {"error", "ERR"}, {"fatal", "FTL"},
}

// parseLogLevel returns the level of a name. One that is not known is info, as in gitleaks.
func parseLogLevel(name string) (logLevel, bool) {
	for i, l := range logLevels {
		if strings.EqualFold(l.name, name) {
			return logLevel(i), true
		}
	}
	return levelInfo, false
}

// A gitleaksLog writes to standard error what gitleaks logs, in its form.
type gitleaksLog struct {
	env   environment
	level logLevel // the least level that is written
}

// say writes a line. The sentence may quote a file, so tokens in it are hidden.
func (l *gitleaksLog) say(level logLevel, sentence string) {
	if level >= l.level {
		fmt.Fprintf(l.env.stderr, "%s %s %s\n", time.Now().Format("3:04PM"), logLevels[level].word, scan.Hide(sentence))
	}
}

func (l *gitleaksLog) sayf(level logLevel, format string, args ...any) {
	l.say(level, fmt.Sprintf(format, args...))
}

// banner is what stands above the log without --no-banner.
const banner = `
   ~~~|___|~~~
      |   |     sluice, in place of gitleaks
   ~~~|===|~~~

`

// scanned says how much was scanned, as gitleaks does.
func scanned(bytes int64, took time.Duration) string {
	return fmt.Sprintf("scanned ~%d bytes (%s) in %s", bytes, decimalSize(bytes), shortTime(took))
}

// decimalSize writes a number of bytes with a unit of 1000s.
func decimalSize(bytes int64) string {
	if bytes == 0 {
		return "0"
	}
	if bytes < 1000 {
		return fmt.Sprintf("%d bytes", bytes)
	}
	size, unit := float64(bytes)/1000, 0
	for ; size >= 1000 && unit < len("KMGT")-1; unit++ {
		size /= 1000
	}
	digits := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(size, 'f', 2, 64), "0"), ".")
	return fmt.Sprintf("%s %cB", digits, "KMGT"[unit])
}

// shortTime writes a time with its first three digits.
func shortTime(d time.Duration) string {
	unit := time.Nanosecond
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}
