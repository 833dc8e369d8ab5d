package scan_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/folder"
)

// A scan of a folder, by a rule of one's own.
func ExampleScanner_Run() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "deploy.yaml"), []byte("deploy:\n  token: acme_00example\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}

	cfg, err := rules.Parse("acme.toml", []byte(`
[[rules]]
id = "acme-token"
description = "Acme deploy token"
regex = '''\b(acme_[a-z0-9]{9})\b'''
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	scanner, err := scan.New(cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := scanner.Run(context.Background(), &folder.Folders{Paths: []string{dir}}, scan.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range report.Findings {
		for _, l := range f.Locations {
			fmt.Printf("%s in %s, line %d\n", f.Description, filepath.Base(l.Path), l.StartLine)
		}
	}
	fmt.Println("complete:", report.Complete)
	// Output:
	// Acme deploy token in deploy.yaml, line 2
	// complete: true
}
