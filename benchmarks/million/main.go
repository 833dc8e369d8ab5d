// Command million writes a history of many small files in the format of
// git-fast-import(1), to see what a scan needs for each object:
//
//	git init --bare /tmp/million
//	go run ./benchmarks/million -n 1000000 | git -C /tmp/million fast-import --quiet
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
)

func main() {
	n := flag.Int("n", 1_000_000, "number of blobs")
	flag.Parse()
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	write(out, *n)
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "million:", err)
		os.Exit(1)
	}
}

// perFolder is the number of files in a folder, perCommit that in a commit.
const (
	perFolder = 100
	perCommit = 5_000
)

func write(out *bufio.Writer, n int) {
	for i := range n {
		if i%perCommit == 0 {
			fmt.Fprintf(out, "commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 2\nc\n", 1_700_000_000+i)
		}
		text := fmt.Sprintf("file %d holds %x\n", i, uint64(i)*0x9e3779b97f4a7c15)
		folder := i / perFolder
		fmt.Fprintf(out, "M 100644 inline d%d/d%d/f%d\ndata %d\n%s\n", folder/100, folder%100, i%perFolder, len(text), text)
	}
}
