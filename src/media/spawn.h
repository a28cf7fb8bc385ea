// How programs are started and ended, for ChildProcess and ReadingProcess.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

namespace droplet {

/// What a program has as its standard files; -1: /dev/null.
struct ChildFiles {
    int input = -1, output = -1, errors = -1;
    std::vector<int> others = {};  ///< become its files 3, 4, …: names that no argument can spoil
};

/// Finds arguments[0] on the PATH and starts it in a process group of its own, with the standard signals.
/// Only these files reach it, as long as all others are close-on-exec. Throws std::system_error.
pid_t spawn(const std::vector<std::string>& arguments, const ChildFiles& files);

/// A file that is readable when the process has ended; -1 where the kernel has none.
int process_handle(pid_t pid);

/// Waits for the end and returns the exit status, 128 + the signal's number if it was killed. With a limit, a
/// group that still runs after `limit_ms` is killed.
int wait_for(pid_t pid, int limit_ms = -1);

void kill_group(pid_t pid);

/// -1 afterwards.
void close_file(int& file);

}  // namespace droplet
