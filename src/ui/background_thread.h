#pragma once

namespace droplet {

/// For steps that the window shows, and for what nobody waits for.
constexpr int below_window_priority = 5, lowest_priority = 19;

/// Lets this thread, and those that it starts, run when others do not need the core (`niceness`: 0 to 19).
void run_in_the_background(int niceness);

}  // namespace droplet
