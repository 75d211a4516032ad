//! Tells the linker that Node brings the functions of its API along.

fn main() {
    napi_build::setup();
}
