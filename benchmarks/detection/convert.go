package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// An entry is one finding in the form of gitleaks' JSON report, as far as the
// scorer reads it.
type entry struct {
	File      string
	StartLine int
	EndLine   int
	Secret    string
	RuleID    string
}

// fromDetectSecrets turns a baseline of detect-secrets into entries. A baseline
// has a hash in place of each secret, so entries have no Secret; the scorer
// judges by lines.
func fromDetectSecrets(baseline []byte) ([]byte, error) {
	var read struct {
		Results map[string][]struct {
			Type       string `json:"type"`
			LineNumber int    `json:"line_number"`
		} `json:"results"`
	}
	if err := json.Unmarshal(baseline, &read); err != nil {
		return nil, fmt.Errorf("read the baseline of detect-secrets: %w", err)
	}
	entries := []entry{}
	for _, path := range slices.Sorted(maps.Keys(read.Results)) {
		for _, found := range read.Results[path] {
			entries = append(entries, entry{File: path, StartLine: found.LineNumber, EndLine: found.LineNumber, RuleID: found.Type})
		}
	}
	return json.Marshal(entries)
}
