#include "ui/show_folder.h"

#include <system_error>
#include <thread>

#include "media/child_process.h"
#include "media/spawn.h"

namespace droplet {

std::string show_folder_of(const std::filesystem::path& file) {
    static constexpr const char* program = "xdg-open";
    if (!program_exists(program)) return std::string("there is no ") + program;
    try {
        const pid_t pid = spawn({program, file.parent_path().string()}, {});
        // Nobody waits for it but for its end, which may come after ours.
        std::thread([pid] { wait_for(pid); }).detach();
    } catch (const std::system_error& error) {
        return std::string(program) + " cannot be started: " + error.code().message();
    }
    return "";
}

}  // namespace droplet
