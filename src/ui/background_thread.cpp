#include "ui/background_thread.h"

#if defined(__linux__)
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace droplet {

void run_in_the_background([[maybe_unused]] int niceness) {
#if defined(__linux__)
    // Where it is refused, the window is only less smooth.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
#endif
}

}  // namespace droplet
