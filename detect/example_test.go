package detect_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/rules"
)

// The built-in rules know the secrets of several hundred services.
func Example() {
	cfg, err := rules.Builtin()
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := detect.New(cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	token := "xoxb-" + strings.Repeat("0123456789", 2)[:11] + "-" + strings.Repeat("9876543210", 2)[:12] + "-" + strings.Repeat("aB3dE6gH", 3)
	data := []byte("name: bot\ntoken: " + token + "\n")
	for m, err := range d.Scan(context.Background(), "config/bot.yaml", data) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s in line %d, column %d\n", m.Rule.ID, m.Span.StartLine, m.Span.StartColumn)
	}
	// Output: slack-bot-token in line 2, column 8
}

// A rule file of one's own.
func ExampleNew() {
	cfg, err := rules.Parse("acme.toml", []byte(`
[[rules]]
id = "acme-token"
description = "Acme deploy token"
regex = '''\b(acme_[a-z0-9]{9})\b'''

[[rules]]
id = "acme-key-file"
description = "Acme key file"
path = '''\.acme-key$'''
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := detect.New(cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	for m, err := range d.Scan(context.Background(), "deploy/main.acme-key", []byte("token: acme_00example\n")) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", m.Rule.ID, m.Secret)
	}
	// Output:
	// acme-key-file: deploy/main.acme-key
	// acme-token: acme_00example
}

// acme has one rule, for a made-up token.
func acme() *detect.Detector {
	cfg, err := rules.Parse("acme.toml", []byte("[[rules]]\nid = 'acme-token'\nregex = '''\\b(acme_[a-z0-9]{9})\\b'''\n"))
	if err != nil {
		fmt.Println(err)
		return nil
	}
	d, err := detect.New(cfg)
	if err != nil {
		fmt.Println(err)
		return nil
	}
	return d
}

func ExampleDetector_Scan() {
	data := []byte("deploy:\n  token: acme_00example\n")
	for m, err := range acme().Scan(context.Background(), "deploy.yaml", data) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", m.Rule.ID, data[m.SecretStart:m.SecretEnd])
	}
	// Output: acme-token: acme_00example
}

func ExampleDetector_ScanReader() {
	r := strings.NewReader("deploy:\n  token: acme_00example\n")
	for m, err := range acme().ScanReader(context.Background(), "", r) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s at %d:%d\n", m.Rule.ID, m.Span.StartLine, m.Span.StartColumn)
	}
	// Output: acme-token at 2:10
}
