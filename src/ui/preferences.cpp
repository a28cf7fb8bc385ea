#include "ui/preferences.h"

#include <algorithm>
#include <ctime>

#include "media/atomic_file.h"
#include "media/image_bytes.h"
#include "media/xdg.h"
#include "model/kernel_json.h"
#include "model/operator_json.h"
#include "model/palette_json.h"
#include "model/preset_json.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

constexpr int version_written = 1;

/// Calls f(params) for every parameter struct beside the preset, in the order of the file.
template <class P, class F>
void for_each_group(P& preferences, F&& f) {
    f(preferences.brush);
    f(preferences.compare);
    f(preferences.look);
    f(preferences.display);
    f(preferences.lesson);
    f(preferences.pace);
    f(preferences.interface);
    f(preferences.work);
    f(preferences.still);
    f(preferences.film);
    f(preferences.window);
}

bool is_utf8(const std::string& text) {
    try {
        static_cast<void>(Json(text).dump());
        return true;
    } catch (const Json::type_error&) {
        return false;
    }
}

/// Reads the groups of one file, collecting a message for whatever is not valid.
class Reader {
 public:
    Reader(std::string name, LoadedPreferences& loaded) : name_(std::move(name)), loaded_(loaded) {}

    void read(const Json& json) {
        for (const auto& [key, value] : json.items()) {
            try {
                read_key(key, value);
            } catch (const Error& error) {
                report(error);
            }
        }
    }

 private:
    void report(const Error& error) { loaded_.messages.emplace_back(error.what()); }

    void read_key(const std::string& key, const Json& value) {
        Preferences& preferences = loaded_.preferences;
        const std::string subject = fmt::format("{}: {}", name_, key);
        std::vector<std::string_view> known{"droplet", "version"};
        for (const std::string_view of_preset : preset_keys()) known.push_back(of_preset);
        known.insert(known.end(), {"last-folder", "recent-files", "capture-folder", "capture-name"});
        const auto keep = [&](const Error& error) { report(error); };
        bool found = key == "droplet" || key == "version" ||
                     read_preset_key(preferences.preset, key, value, name_, keep);
        for_each_group(preferences, [&](auto& params) {
            using P = std::remove_reference_t<decltype(params)>;
            known.push_back(Schema<P>::group);
            if (key != Schema<P>::group) return;
            found = true;
            read_fields(value, params, name_, keep);
        });
        if (found) return;
        if (key == "last-folder")
            preferences.last_folder = absolute_path(value, subject);
        else if (key == "recent-files")
            read_recent_files(value, subject);
        else if (key == "capture-folder")
            preferences.captures.folder = checked_text(value, subject, check_capture_folder);
        else if (key == "capture-name")
            preferences.captures.name = checked_text(value, subject, check_capture_name);
        else
            throw Error(Fault::usage, subject, "unknown key; " + nearest_or_all(key, known));
    }

    void read_recent_files(const Json& value, const std::string& subject) {
        if (!value.is_array())
            throw Error(Fault::usage, subject,
                        detail::excerpt(value) + " is not valid; valid: a list of paths");
        std::vector<fs::path>& files = loaded_.preferences.recent_files;
        for (const Json& file : value)
            if (files.size() < Preferences::max_recent_files) files.push_back(absolute_path(file, subject));
    }

    static std::string text_of(const Json& value, const std::string& subject) {
        if (!value.is_string())
            throw Error(Fault::usage, subject, detail::excerpt(value) + " is not valid; valid: a text");
        return value.get<std::string>();
    }

    /// A part of the place of captures, where it is valid; the error names the key.
    static std::string checked_text(const Json& value, const std::string& subject,
                                    void (*check)(const std::string&)) {
        std::string text = text_of(value, subject);
        try {
            check(text);
        } catch (const Error& error) {
            const std::string line = error.what();
            throw Error(Fault::usage, subject, line.substr(line.find(": ") + 2));
        }
        return text;
    }

    static void check_capture_folder(const std::string& text) {
        static_cast<void>(capture_folder({.folder = text}));
    }

    static fs::path absolute_path(const Json& value, const std::string& subject) {
        const bool is_text = value.is_string();
        if (is_text && value.get_ref<const std::string&>().empty()) return {};
        if (!is_text || !value.get_ref<const std::string&>().starts_with('/'))
            throw Error(Fault::usage, subject,
                        detail::excerpt(value) + " is not valid; valid: an absolute path");
        return value.get<std::string>();
    }

    std::string name_;
    LoadedPreferences& loaded_;
};

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

}  // namespace

std::string set_aside(const fs::path& file) {
    const std::string place = fmt::format("{}.broken-{}", file.string(), today());
    fs::path free = place;
    std::error_code error;
    for (int i = 2; fs::exists(fs::symlink_status(free, error)); ++i) free = fmt::format("{}.{}", place, i);
    fs::rename(file, free, error);
    return error ? "it could not be set aside: " + error.message()
                 : "set aside as " + free.filename().string();
}

void Preferences::add_recent_file(const fs::path& file) {
    std::erase(recent_files, file);
    recent_files.insert(recent_files.begin(), file);
    if (recent_files.size() > max_recent_files) recent_files.resize(max_recent_files);
}

fs::path preferences_file() {
    return config_folder() / "droplet" / "settings.json";
}

LoadedPreferences load_preferences(const fs::path& file) {
    LoadedPreferences loaded;
    std::error_code error;
    if (fs::symlink_status(file, error).type() == fs::file_type::not_found) return loaded;
    std::string text;
    try {
        const FileBytes bytes = read_bytes(file.string());
        text.assign(bytes.span().begin(), bytes.span().end());
    } catch (const Error& unreadable) {
        const bool is_broken = fs::is_regular_file(file, error) && fs::is_empty(file, error);
        loaded.messages.push_back(fmt::format("{}; the defaults are used{}", unreadable.what(),
                                              is_broken ? "; " + set_aside(file) : ""));
        return loaded;
    }
    try {
        const Json json = parse_settings(text, file.string());
        Reader(file.string(), loaded).read(json);
    } catch (const Error& broken) {
        loaded.messages.push_back(
            fmt::format("{}; the defaults are used; {}", broken.what(), set_aside(file)));
    }
    return loaded;
}

void save_preferences(const Preferences& preferences, const fs::path& file) {
    Json json;
    json["droplet"] = "settings";
    json["version"] = version_written;
    write_preset_groups(preferences.preset, json);
    for_each_group(preferences, [&](const auto& params) {
        using P = std::remove_cvref_t<decltype(params)>;
        json[std::string(Schema<P>::group)] = fields_json(params);
    });
    const Preset& preset = preferences.preset;
    if (preset.custom_operator.channels > 0)
        json[std::string(operator_key)] = Json::parse(operator_text(preset.custom_operator));
    if (!preset.custom_kernel.empty())
        json[std::string(kernel_key)] = Json::parse(kernel_text(preset.custom_kernel));
    if (!preset.custom_palette.empty())
        json[std::string(palette_key)] = Json::parse(palette_text(preset.custom_palette));
    const std::string last_folder = preferences.last_folder.string();
    json["last-folder"] = is_utf8(last_folder) ? last_folder : "";
    json["capture-folder"] = is_utf8(preferences.captures.folder) ? preferences.captures.folder : "";
    json["capture-name"] =
        is_utf8(preferences.captures.name) ? preferences.captures.name : CapturePlace{}.name;
    json["recent-files"] = Json::array();
    for (const fs::path& recent : preferences.recent_files)
        if (is_utf8(recent.string())) json["recent-files"].push_back(recent.string());

    const fs::path folder = file.parent_path();
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error(Fault::job, folder.string(), "cannot be made: " + error.message());
    const std::string text = json.dump(4) + "\n";
    AtomicFile out(file.string());
    out.write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    out.commit();
}

}  // namespace droplet
