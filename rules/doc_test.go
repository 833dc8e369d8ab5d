package rules_test

import (
	"fmt"

	"github.com/sluicesec/sluice/rules"
)

// A rule file may add to the built-in rules, or stand alone as this one.
func ExampleParse() {
	cfg, err := rules.Parse("acme.toml", []byte(`
[[rules]]
id = "acme-token"
description = "Acme deploy token"
regex = '''\b(acme_[A-Za-z0-9]{32})\b'''
examples = ["ACME_TOKEN=acme_{base62:32}"]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cfg.Rules[0].ID, "at", cfg.Rules[0].Origin)
	// Output: acme-token at acme.toml:2
}

// What is wrong with a file is told with its place.
func ExampleParse_wrong() {
	_, err := rules.Parse("acme.toml", []byte(`
[[rules]]
id = "acme-token"
regex = '''acme_([A-Za-z0-9'''
`))
	fmt.Println(err)
	// Output: acme.toml:2: rule "acme-token": regex: missing closing ] at byte 6
}
