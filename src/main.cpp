#include "cli/command_line.h"
#include "ui/app.h"

int main(int argc, char** argv) {
    const auto outcome = droplet::run_command_line(argc, argv);
    if (const int* status = std::get_if<int>(&outcome)) return *status;
    try {
        return droplet::run_window(std::get<droplet::LaunchOptions>(outcome));
    } catch (...) {
        return droplet::report_failure();
    }
}
