//! When the server is up: windows of 5 to 45 minutes, drawn by chance that is the same each time.

const MINUTE: f64 = 60.0;

pub(crate) struct Weather {
    is_up: bool,
    until: f64,
    drawn: u64,
}

impl Weather {
    pub(crate) fn new() -> Self {
        Self {
            is_up: true,
            until: 20.0 * MINUTE,
            drawn: 13,
        }
    }

    pub(crate) fn is_up(&mut self, now: f64) -> bool {
        while now >= self.until {
            self.drawn = self
                .drawn
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            self.until += (5 + (self.drawn >> 33) % 41) as f64 * MINUTE;
            self.is_up = !self.is_up;
        }
        self.is_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_down_about_half_of_a_day() {
        let mut weather = Weather::new();
        let down = (0..24 * 60)
            .filter(|minute| !weather.is_up(f64::from(*minute) * MINUTE))
            .count();
        assert!((8 * 60..16 * 60).contains(&down), "{down} minutes");
    }
}
