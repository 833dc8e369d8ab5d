package gitleaks

import (
	"bufio"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
)

// writeCSV writes a header and a row for each entry, and nothing at all without entries,
// as gitleaks does. The column Link is there only if an entry has one.
//
// The cells are as they were found, as in gitleaks: a spreadsheet may read some as formulas.
func writeCSV(w *bufio.Writer, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	links := slices.ContainsFunc(entries, func(e Entry) bool { return e.Link != "" })
	c := csv.NewWriter(w)
	header := []string{
		"RuleID", "Commit", "File", "SymlinkFile", "Secret", "Match", "StartLine", "EndLine", "StartColumn", "EndColumn",
		"Author", "Message", "Date", "Email", "Fingerprint", "Tags",
	}
	if links {
		header = append(header, "Link")
	}
	c.Write(header)
	for i := range entries {
		e := &entries[i]
		row := []string{
			e.RuleID, e.Commit, e.File, e.SymlinkFile, e.Secret, e.Match,
			strconv.Itoa(e.StartLine), strconv.Itoa(e.EndLine), strconv.Itoa(e.StartColumn), strconv.Itoa(e.EndColumn),
			e.Author, e.Message, e.Date, e.Email, e.Fingerprint, strings.Join(e.Tags, " "),
		}
		if links {
			row = append(row, e.Link)
		}
		c.Write(row)
	}
	c.Flush()
	return c.Error()
}
