//go:build !amd64

package inflate

// fast decodes a block while there is input and room for whole rounds. done says that
// the block has ended; otherwise careful goes on.
func (d *Decoder) fast() (done bool, err error) { return d.fastAny() }
