package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// figures are what the scorer says of one report. A figure is nil when nothing
// was found to divide by.
type figures struct {
	Precision *float64 `json:"precision"`
	Recall    *float64 `json:"recall"`
	F1        *float64 `json:"f1"`
	// The same with findings on lines without a label counted as false.
	PrecisionPessimistic *float64 `json:"precision_pessimistic"`
	F1Pessimistic        *float64 `json:"f1_pessimistic"`
}

// String is the figures as cells of a table.
func (f figures) String() string {
	cell := func(x *float64) string {
		if x == nil {
			return "-"
		}
		return fmt.Sprintf("%.3f", *x)
	}
	return fmt.Sprintf("%s | %s | %s | %s | %s", cell(f.Precision), cell(f.Recall), cell(f.F1), cell(f.PrecisionPessimistic), cell(f.F1Pessimistic))
}

// score runs the scorer over a report. Labels of the category UUID are left
// out: whether an identifier is a secret cannot be read from the file.
func score(ctx context.Context, scorer, labelled, report string) (figures, error) {
	var f figures
	result := filepath.Join(filepath.Dir(report), "score.json")
	cmd := exec.CommandContext(ctx, "python3", scorer, report,
		"--labels", filepath.Join(labelled, "labels.jsonl"), "--exclude-category", "UUID", "--json", result)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return f, err
	}
	text, err := os.ReadFile(result)
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(text, &f)
}
