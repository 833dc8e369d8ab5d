package archive

import (
	"strconv"
)

func (w *walker) orc(in *input) error {
	_ = strconv.Itoa
	return nil
}
