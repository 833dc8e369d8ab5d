// Command provenance writes down how the artefacts of a folder were built: a statement of
// in-toto with the provenance predicate of SLSA. Its argument is the folder that goreleaser
// has filled.
//
// The statement is not signed, and holds no time but that of the commit: whoever builds the
// same commit in the same way gets the same bytes. What a release publishes is signed on top
// of that by the workflow, which alone can say where it ran.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: provenance FOLDER")
		os.Exit(2)
	}
	if err := run(os.Stdout, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "provenance:", err)
		os.Exit(1)
	}
}

const (
	repository = "git+https://github.com/sluicesec/sluice"
	// buildType says how to read the parameters: they are those of this program.
	buildType = "https://github.com/sluicesec/sluice/tree/main/packaging/provenance"
	// builder is .ci/release on some machine, which nobody vouches for.
	builder = "https://github.com/sluicesec/sluice/tree/main/.ci/release"
)

// A statement is that of https://in-toto.io/Statement/v1 with the predicate of
// https://slsa.dev/provenance/v1.
type statement struct {
	Type          string    `json:"_type"`
	Subject       []subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     predicate `json:"predicate"`
}

type subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

type predicate struct {
	BuildDefinition definition `json:"buildDefinition"`
	RunDetails      details    `json:"runDetails"`
}

type definition struct {
	BuildType            string            `json:"buildType"`
	ExternalParameters   map[string]string `json:"externalParameters"`
	InternalParameters   map[string]string `json:"internalParameters"`
	ResolvedDependencies []dependency      `json:"resolvedDependencies"`
}

type dependency struct {
	URI    string            `json:"uri"`
	Digest map[string]string `json:"digest"`
}

type details struct {
	Builder struct {
		ID string `json:"id"`
	} `json:"builder"`
}

// A release is the part of goreleaser's metadata.json that is used.
type release struct {
	Tag     string `json:"tag"`
	Version string `json:"version"`
	Commit  string `json:"commit"`
}

// run writes the statement about the artefacts that the checksums of a folder list. It
// fails if one of them is not as its checksum says.
func run(w io.Writer, dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "metadata.json"))
	if err != nil {
		return err
	}
	var r release
	if err := json.Unmarshal(data, &r); err != nil {
		return fmt.Errorf("metadata.json: %w", err)
	}
	subjects, err := subjectsOf(dir)
	if err != nil {
		return err
	}
	s := statement{
		Type:          "https://in-toto.io/Statement/v1",
		Subject:       subjects,
		PredicateType: "https://slsa.dev/provenance/v1",
		Predicate: predicate{BuildDefinition: definition{
			BuildType:          buildType,
			ExternalParameters: map[string]string{"source": repository + "@refs/tags/" + r.Tag, "config": ".goreleaser.yaml"},
			InternalParameters: map[string]string{"version": r.Version, "go": runtime.Version()},
			ResolvedDependencies: []dependency{
				{repository + "@" + r.Commit, map[string]string{"gitCommit": r.Commit}},
			},
		}},
	}
	s.Predicate.RunDetails.Builder.ID = builder
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(s)
}

// subjectsOf returns the artefacts that checksums.txt lists, in its order, with their sums.
func subjectsOf(dir string) ([]subject, error) {
	list, err := os.Open(filepath.Join(dir, "checksums.txt"))
	if err != nil {
		return nil, err
	}
	defer list.Close()
	var subjects []subject
	for lines := bufio.NewScanner(list); lines.Scan(); {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			return nil, fmt.Errorf("checksums.txt: %q is no sum and name", lines.Text())
		}
		got, err := sha256Of(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		if got != sum {
			return nil, fmt.Errorf("%s has the sum %s, and checksums.txt says %s", name, got, sum)
		}
		subjects = append(subjects, subject{name, map[string]string{"sha256": sum}})
	}
	if len(subjects) == 0 {
		return nil, fmt.Errorf("checksums.txt lists no artefact")
	}
	return subjects, nil
}

func sha256Of(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
