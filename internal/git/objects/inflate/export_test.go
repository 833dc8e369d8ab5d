package inflate

// Portable returns a decoder that uses no instructions that a processor may lack.
func Portable() *Decoder { return &Decoder{portable: true} }
