package engine_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

func acme() (*engine.Detector, error) {
	cfg, err := rules.Parse("acme.toml", []byte(`
[[rules]]
id = "acme-token"
description = "Acme deploy token"
regex = '''\b(acme_[a-z0-9]{9})\b'''
examples = ["ACME_TOKEN=acme_{alnum:9}"]
`))
	if err != nil {
		return nil, err
	}
	return engine.New(cfg)
}

func ExampleDetector_Scan() {
	d, err := acme()
	if err != nil {
		fmt.Println(err)
		return
	}
	data := []byte("deploy:\n  token: acme_00example\n")
	for m, err := range d.Scan(context.Background(), data) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", m.Rule.ID, data[m.SecretStart:m.SecretEnd])
	}
	// Output: acme-token: acme_00example
}

func ExampleDetector_ScanReader() {
	d, err := acme()
	if err != nil {
		fmt.Println(err)
		return
	}
	for m, err := range d.ScanReader(context.Background(), strings.NewReader("deploy:\n  token: acme_00example\n")) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s at %d:%d\n", m.Rule.ID, m.StartLine, m.StartColumn)
	}
	// Output: acme-token at 2:10
}
