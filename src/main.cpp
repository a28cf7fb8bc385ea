#include "cli/command_line.h"
#include "cli/interrupt.h"
#include "ui/app.h"

int main(int argc, char** argv) {
    const auto outcome = droplet::run_command_line(argc, argv);
    if (const int* status = std::get_if<int>(&outcome)) return *status;
    try {
        const droplet::Interrupt interrupt;
        auto options = std::get<droplet::LaunchOptions>(outcome);
        options.stop = interrupt.token();
        return droplet::run_window(options);
    } catch (...) {
        return droplet::report_failure();
    }
}
