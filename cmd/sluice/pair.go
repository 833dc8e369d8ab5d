package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/report"
)

// A pair is the format of a report and the file that it is written to; the file ""
// is standard output.
type pair struct {
	format, file string
}

// pairs pairs the values of -f with those of -o. First each file takes the format
// that its ending names, wherever that is on the command line. Then files without
// such an ending take what is left, in order. A format that is left goes to standard
// output. What cannot be paired without a doubt is an error: nobody would notice
// that a report is in the wrong file.
func pairs(formats, files []string) ([]pair, error) {
	if err := checkPairs(formats, files); err != nil {
		return nil, err
	}
	left := slices.Clone(formats)
	all := make([]pair, len(files))
	take := func(i int, fits func(format string) bool) {
		if at := slices.IndexFunc(left, fits); at >= 0 && all[i].format == "" {
			all[i].format = left[at]
			left = slices.Delete(left, at, at+1)
		}
	}
	for i, file := range files {
		take(i, func(f string) bool { return f == formatOf(file) })
	}
	for i, file := range files {
		take(i, func(f string) bool {
			return formatOf(file) == "json" && writesJSON(f) || formatOf(file) == "markdown" && f == "incident"
		})
	}
	for i, file := range files { // a template writes whatever it likes
		take(i, func(f string) bool { return f == templateFormat && filepath.Ext(file) != "" })
	}
	var plain []int // files whose ending names no format
	for i, file := range files {
		switch {
		case all[i].format != "":
		case formatOf(file) == "":
			plain = append(plain, i)
		case len(left) > 0:
			return nil, fmt.Errorf("%s is the name of a %s report, not of a %s report: write -f %s -o %s, or give the file another ending; -f %s -f %s -o %s writes both, %[3]s to standard output",
				file, formatOf(file), left[0], formatOf(file), file, left[0], formatOf(file), file)
		default:
			all[i].format = formatOf(file)
		}
	}
	if len(plain) > 0 && len(left) > 0 && len(plain) != len(left) {
		return nil, fmt.Errorf("it is not clear which report goes to %s: give each file the ending of its format (%s.json), or each file an -f of its own", files[plain[0]], files[plain[0]])
	}
	for _, i := range plain {
		all[i].format = "text"
		if len(left) > 0 {
			all[i].format, left = left[0], left[1:]
		}
	}
	for i, file := range files {
		if file != "-" {
			all[i].file = file
		}
	}
	for _, format := range left {
		all = append(all, pair{format: format})
	}
	if len(all) == 0 {
		all = []pair{{format: "text"}}
	}
	if i := slices.IndexFunc(all, toStdout); i >= 0 && slices.ContainsFunc(all[i+1:], toStdout) {
		return nil, errors.New("two reports go to standard output: give each -f but one an -o FILE")
	}
	return all, nil
}

func toStdout(p pair) bool { return p.file == "" }

func checkPairs(formats, files []string) error {
	for _, f := range formats {
		if f == templateFormat {
			continue
		}
		if _, err := report.Lookup(f); err != nil {
			return fmt.Errorf("%w%s", err, didYouMean(f, "", report.Formats()))
		}
	}
	for i, file := range files {
		if file == "" {
			return errors.New("-o is empty, as an unset variable is: write the name of a file, or - for standard output")
		}
		if slices.ContainsFunc(files[:i], func(f string) bool { return f != "-" && filepath.Clean(f) == filepath.Clean(file) }) {
			return fmt.Errorf("two reports go to %s: give each a file of its own", file)
		}
	}
	return nil
}

// formatOf returns the format that the ending of a file names, "" for none.
func formatOf(file string) string {
	file = strings.ToLower(filepath.Base(file))
	if strings.HasSuffix(file, ".sarif.json") {
		return "sarif"
	}
	ending := strings.TrimPrefix(filepath.Ext(file), ".")
	switch ending {
	case "ndjson":
		return "jsonl"
	case "xml":
		return "junit"
	case "txt", "log":
		return "text"
	case "md":
		return "markdown"
	}
	if slices.Contains(report.Formats(), ending) {
		return ending
	}
	return ""
}

// writesJSON reports whether a report of a format is a JSON document, for which
// .json is a true ending.
func writesJSON(format string) bool {
	switch format {
	case "sarif", "gitleaks", "gitlab":
		return true
	}
	return false
}
