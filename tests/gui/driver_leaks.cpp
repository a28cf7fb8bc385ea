// Mesa's drivers leak a little at every context and are unloaded, after which the leak checker cannot say
// whose it was. They stay loaded here, so that what is theirs can be told from what is ours.
#include "gui/driver_leaks.h"

#include <dlfcn.h>
#include <link.h>

#include <cstring>

// Read by the leak checker when there is one.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:_dri.so\nleak:libLLVM\nleak:libGLX\n";
}

namespace droplet::test {

void keep_gl_drivers_loaded() {
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void*) {
            if (std::strstr(info->dlpi_name, "_dri.so") || std::strstr(info->dlpi_name, "libGLX"))
                dlopen(info->dlpi_name, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
            return 0;
        },
        nullptr);
}

}  // namespace droplet::test
