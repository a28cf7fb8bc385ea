#include <cstdio>
#include <exception>

#include "cli/command_line.h"
#include "model/error.h"
#include "ui/app.h"

int main(int argc, char** argv) {
    const auto outcome = droplet::run_command_line(argc, argv);
    if (const int* status = std::get_if<int>(&outcome)) return *status;
    try {
        return droplet::run_window(std::get<droplet::LaunchOptions>(outcome));
    } catch (const droplet::Error& error) {
        std::fprintf(stderr, "droplet: %s\n", error.what());
        return static_cast<int>(error.fault());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "droplet: window: %s\n", error.what());
        return static_cast<int>(droplet::Fault::job);
    }
}
