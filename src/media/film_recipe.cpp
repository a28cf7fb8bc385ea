#include "media/film_recipe.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <system_error>
#include <thread>
#include <vector>

#include "media/atomic_file.h"
#include "media/reading_process.h"
#include "media/recipe_metadata.h"
#include "model/error.h"
#include "model/recipe.h"

namespace droplet {
namespace {

constexpr std::chrono::seconds patience{20};

/// Requests a stop when the time is over.
class Deadline {
 public:
    explicit Deadline(std::chrono::steady_clock::duration limit)
        : timer_([this, limit](const std::stop_token& done) {
              std::mutex mutex;
              std::unique_lock lock(mutex);
              std::condition_variable_any ended;
              ended.wait_for(lock, done, limit, [] { return false; });
              if (!done.stop_requested()) over_.request_stop();
          }) {}
    std::stop_token token() const { return over_.get_token(); }

 private:
    std::stop_source over_;
    std::jthread timer_;  // last: it ends first
};

std::vector<std::string> probe_arguments(const std::string& path, const std::string& demuxer) {
    // A demuxer that is told, and an absolute path behind a protocol: no name and no content makes it read
    // anything else.
    return {"ffprobe",
            "-v",
            "error",
            "-protocol_whitelist",
            "file",
            "-f",
            demuxer,
            "-show_entries",
            "format_tags",
            "-of",
            "json",
            "-i",
            "file:" + std::filesystem::absolute(path).string()};
}

/// Why ffprobe failed: "Invalid data found when processing input".
std::string why_of(const std::string& errors, int status) {
    std::string line = errors.substr(0, errors.find('\n'));
    if (const std::size_t name_end = line.rfind(": "); name_end != std::string::npos)
        line.erase(0, name_end + 2);
    if (line.empty()) return fmt::format("ffprobe ended with exit status {}", status);
    return "ffprobe says: " + line;
}

/// Of ffprobe's answer, the tag whose name is "comment" in any case.
std::optional<std::string> comment_of(const std::string& answer) {
    const nlohmann::json json = nlohmann::json::parse(answer, nullptr, false);
    const nlohmann::json::json_pointer tags("/format/tags");
    if (json.is_discarded() || !json.is_object() || !json.contains(tags) || !json[tags].is_object())
        return std::nullopt;
    for (const auto& tag : json[tags].items()) {
        std::string key = tag.key();
        for (char& c : key)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (key == "comment" && tag.value().is_string()) return tag.value().get<std::string>();
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> film_recipe_text(const std::string& path, const std::string& demuxer) {
    // Each byte may be written as an escape.
    constexpr std::size_t longest_answer = 2 * longest_recipe;
    std::string answer;
    int status = 0;
    std::string errors;
    try {
        ReadingProcess probe(probe_arguments(path, demuxer));
        const Deadline deadline(patience);
        answer = probe.read_all(longest_answer, deadline.token());
        if (deadline.token().stop_requested())
            throw Error(Fault::job, path,
                        fmt::format("cannot be read: ffprobe found no end in {} s", patience.count()));
        constexpr int until_it_ends_ms = 2000;
        status = probe.wait(until_it_ends_ms);
        errors = probe.error_output();
    } catch (const std::system_error& error) {
        if (error.code().value() == ENOENT)
            throw Error(
                Fault::job, path,
                "what a film carries is read by the program ffprobe, which is not installed; try: sudo "
                "apt install ffmpeg");
        throw Error(Fault::job, path, "ffprobe cannot be started: " + describe_errno(error.code().value()));
    }
    if (auto text = comment_of(answer); text && text->size() <= longest_recipe && looks_like_recipe(*text))
        return text;
    if (status != 0) throw Error(Fault::job, path, "cannot be read: " + why_of(errors, status));
    return std::nullopt;
}

}  // namespace droplet
