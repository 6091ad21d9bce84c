//! Which children of a list stay where they are when its order changes: as many as can.

/// For each place that a child had (`None`: it is new), whether it stays: the longest run of places that ascends.
pub fn staying(places: &[Option<usize>]) -> Vec<bool> {
    // Where the shortest tail of each length is, and what came before each.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        if place.is_none() {
            before.push(None);
            continue;
        }
        let length = tails.partition_point(|tail| places.get(*tail) < Some(place));
        before.push(length.checked_sub(1).and_then(|shorter| tails.get(shorter).copied()));
        match tails.get_mut(length) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut stays = vec![false; places.len()];
    let mut next = tails.last().copied();
    while let Some(at) = next {
        if let Some(stay) = stays.get_mut(at) {
            *stay = true;
        }
        next = before.get(at).copied().flatten();
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(places: &[usize]) -> Vec<usize> {
        let stays = staying(&places.iter().copied().map(Some).collect::<Vec<_>>());
        places.iter().zip(stays).filter(|(_, stays)| !stays).map(|(place, _)| *place).collect()
    }

    #[test]
    fn what_moved_is_moved_and_nothing_else() {
        assert_eq!(moved(&[0, 1, 2, 3]), [0; 0]);
        assert_eq!(moved(&[3, 0, 1, 2]), [3]);
        assert_eq!(moved(&[1, 2, 3, 0]), [0]);
        assert_eq!(moved(&[0, 3, 1, 2, 4]), [3]);
        assert_eq!(moved(&[4, 0, 1, 3, 2]).len(), 2);
        assert_eq!(moved(&[]), [0; 0]);
    }

    #[test]
    fn who_is_new_stays_nowhere_and_does_not_disturb() {
        assert_eq!(staying(&[None, Some(0), None, Some(1)]), [false, true, false, true]);
        assert_eq!(staying(&[None]), [false]);
    }
}
