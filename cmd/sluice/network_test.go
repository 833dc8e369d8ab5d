package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestNoNetworkClient: the program promises to ask nobody (docs/adr/0005-no-network.md), and
// holds no code that could: no HTTP, TLS, SSH or git transport.
func TestNoNetworkClient(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if !slices.Contains(packages, "github.com/sluicesec/sluice/scan") {
		t.Fatalf("only %d packages", len(packages))
	}
	for _, name := range packages {
		for _, client := range []string{"net/http", "net/rpc", "net/smtp", "crypto/tls", "golang.org/x/net/http2", "github.com/go-git/go-git/v5/plumbing/transport"} {
			if name == client || strings.HasPrefix(name, client+"/") {
				t.Errorf("the program holds %s", name)
			}
		}
	}
}
