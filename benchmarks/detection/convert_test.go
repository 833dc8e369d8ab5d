package main

import (
	"encoding/json"
	"slices"
	"testing"
)

// Every result of a baseline is one entry on its line, in the order of paths.
func TestFromDetectSecrets(t *testing.T) {
	converted, err := fromDetectSecrets([]byte(`{"version": "1.5.0", "results": {
		"data/b": [{"type": "Basic Auth Credentials", "filename": "data/b", "line_number": 7}],
		"data/a": [{"type": "Secret Keyword", "line_number": 1}, {"type": "Secret Keyword", "line_number": 3}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []entry
	if err := json.Unmarshal(converted, &got); err != nil {
		t.Fatal(err)
	}
	want := []entry{
		{File: "data/a", StartLine: 1, EndLine: 1, RuleID: "Secret Keyword"},
		{File: "data/a", StartLine: 3, EndLine: 3, RuleID: "Secret Keyword"},
		{File: "data/b", StartLine: 7, EndLine: 7, RuleID: "Basic Auth Credentials"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A baseline without results is an empty report: the scorer reads an array.
func TestFromDetectSecretsEmpty(t *testing.T) {
	converted, err := fromDetectSecrets([]byte(`{"results": {}}`))
	if err != nil || string(converted) != "[]" {
		t.Errorf("got %s, %v", converted, err)
	}
}
