// Command docs writes docs/reference/rules.md, the catalogue of the built-in rules, from
// the rules themselves: what is written by hand about a thousand rules is wrong
// within a month. It runs in its own folder, by go generate.
package main

import (
	"bytes"
	"fmt"
	"os"
)

const (
	rulesDir  = "../../../rules/builtin"
	catalogue = "../../../docs/reference/rules.md"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

func run() error {
	var page bytes.Buffer
	if err := write(&page, os.DirFS(rulesDir)); err != nil {
		return err
	}
	if err := os.WriteFile(catalogue, page.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the catalogue: %w", err)
	}
	return nil
}
