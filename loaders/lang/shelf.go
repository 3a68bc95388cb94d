package lang

// shelf gives out small slices of large ones. A pack has some hundred thousand
// entries, lists and numbers, which nobody ever gives back: made one by one,
// they would cost more than the reading of the files.
type shelf[T any] struct{ free []T }

// take returns a slice of n, all zero, that nobody else has.
func (s *shelf[T]) take(n int) []T {
	if len(s.free) < n {
		s.free = make([]T, max(n, 1024))
	}
	taken := s.free[:n:n]
	s.free = s.free[n:]
	return taken
}
