// Command secret prints a made-up token, for checks that need one: none may
// lie in the repository.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/sluicesec/sluice/rules/example"
)

func main() {
	seed, err := strconv.ParseUint(os.Args[1], 10, 64)
	if err == nil {
		var token string
		if token, err = example.Expand("ghp_{base62:30}{crc32}", seed); err == nil {
			_, err = fmt.Println(token)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
