package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A scanner is a command that scans the folder data of where it runs.
type scanner struct {
	name string
	argv []string // the word REPORT stands for the file to write
	// convert turns the standard output of a scanner that cannot write the form
	// of gitleaks into that form; nil when argv names REPORT.
	convert func(output []byte) ([]byte, error)
}

func scanners(sluice string) []scanner {
	own := func(name string, more ...string) scanner {
		argv := []string{sluice, "dir", "-q", "-f", "gitleaks", "--show-secrets", "--exit-code", "0", "-o", "REPORT"}
		return scanner{name: name, argv: append(append(argv, more...), "data")}
	}
	peer := func(program string) scanner {
		return scanner{
			name: program + " dir",
			argv: []string{program, "dir", "--no-banner", "--exit-code", "0", "-f", "json", "-r", "REPORT", "data"},
		}
	}
	return []scanner{
		own("sluice dir"),
		own("sluice dir --min-confidence low", "--min-confidence", "low"),
		own("sluice dir --min-confidence high", "--min-confidence", "high"),
		peer("gitleaks"),
		peer("betterleaks"),
		{
			name: "detect-secrets scan",
			// Without --all-files it reads only what git tracks.
			argv:    []string{"detect-secrets", "scan", "--all-files", "--no-verify", "data"},
			convert: fromDetectSecrets,
		},
	}
}

// scan runs s inside dir and leaves its findings, in the form of gitleaks, in
// the file report.
func (s scanner) scan(ctx context.Context, dir, report string) error {
	argv := make([]string, len(s.argv))
	for i, word := range s.argv {
		if word == "REPORT" {
			word = report
		}
		argv[i] = word
	}
	// A scanner that stops early must not be scored by the report before it.
	if err := os.Remove(report); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var problems bytes.Buffer
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = dir
	cmd.Stderr = &problems
	output, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(problems.String()))
	}
	if s.convert == nil {
		return nil
	}
	converted, err := s.convert(output)
	if err != nil {
		return err
	}
	return os.WriteFile(report, converted, 0o600)
}

// named is the program and its version, for the line above the table. A Go
// program that go install has built does not know its release, but carries the
// version of its module.
func (s scanner) named(ctx context.Context) string {
	name := filepath.Base(s.argv[0])
	if path, err := exec.LookPath(s.argv[0]); err == nil {
		if info, err := buildinfo.ReadFile(path); err == nil {
			return name + " " + info.Main.Version
		}
	}
	out, err := exec.CommandContext(ctx, s.argv[0], "--version").Output()
	if err != nil {
		return name
	}
	return name + " " + strings.TrimSpace(string(out))
}
