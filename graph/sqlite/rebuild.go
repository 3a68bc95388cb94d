package sqlite

import "context"

// Rebuild makes every group dirty, so that the next Fold folds all claims
// again: after a change of the rules of folding, or for peace of mind.
func (s *Store) Rebuild(ctx context.Context) error {
	return s.change(ctx, func(w *session) error {
		if _, err := w.exec(`UPDATE grp SET dirty = 1 WHERE dirty = 0`); err != nil {
			return err
		}
		_, err := w.exec(`UPDATE meta SET value = 1 WHERE name = 'unfolded'`)
		return err
	})
}
