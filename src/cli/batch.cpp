#include "cli/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <system_error>

#include "media/atomic_file.h"
#include "media/image_io.h"
#include "media/output_path.h"
#include "model/error.h"
#include "model/nearest.h"

namespace droplet {
namespace {

namespace fs = std::filesystem;

bool has_field(const std::string& pattern) {
    for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 2))
        if (pattern.compare(at, 2, "{{") != 0) return true;
    return false;
}

/// A numbered sequence goes by the name before its number.
std::string stem_of(const std::string& input) {
    if (input.empty()) return "test-picture";
    if (input == "-") return "stdin";
    const auto numbered = still_pattern(input);
    std::string stem = fs::path(numbered ? numbered->before + ".x" : input).stem().string();
    if (numbered)
        while (!stem.empty() && (stem.back() == '-' || stem.back() == '_')) stem.pop_back();
    return stem.empty() ? "sequence" : stem;
}

/// The width in "index:03"; none where that is not what it is.
std::optional<int> index_width(const std::string& field) {
    if (field == "index") return 1;
    const bool padded =
        field.size() == 8 && field.starts_with("index:0") && field[7] >= '1' && field[7] <= '9';
    return padded ? std::optional<int>(field[7] - '0') : std::nullopt;
}

std::string field_value(const std::string& field, const std::string& flag, const std::string& input,
                        std::size_t index) {
    if (field == "name") return stem_of(input);
    if (field == "ext") return fs::path(input).extension().string().erase(0, 1);
    if (const auto width = index_width(field)) return fmt::format("{:0{}}", index, *width);
    const std::string hint = field.starts_with("index:") ? "valid: {index}, {index:03}"
                                                         : nearest_or_all(field, {"name", "index", "ext"});
    throw Error(Fault::usage, flag,
                fmt::format("'{{{}}}' is no field; {}, and {{{{ for a brace", field, hint));
}

fs::path folder_of(const std::string& path) {
    const fs::path folder = fs::path(path).parent_path();
    return folder.empty() ? "." : folder;
}

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// One and the same path for all ways to write it.
std::string canonical(const std::string& path) {
    std::error_code error;
    const fs::path made = fs::weakly_canonical(path, error);
    return error ? fs::path(path).lexically_normal().string() : made.string();
}

bool is_numbered_by(const StillPattern& pattern, const std::string& path) {
    if (path.size() <= pattern.before.size() + pattern.after.size()) return false;
    if (!path.starts_with(pattern.before) || !path.ends_with(pattern.after)) return false;
    const std::string number =
        path.substr(pattern.before.size(), path.size() - pattern.before.size() - pattern.after.size());
    return std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string shown_input(const std::string& input) {
    return input.empty() ? "the built-in picture" : input;
}

/// Every file of every item is written once, and none of them is an input.
void refuse_overwriting(const std::vector<BatchItem>& items, const std::vector<FileUse>& patterns) {
    std::map<std::string, const BatchItem*> written;
    std::set<std::string> inputs;
    for (const BatchItem& item : items)
        if (!item.input.empty() && item.input != "-") inputs.insert(canonical(item.input));
    for (const BatchItem& item : items) {
        for (std::size_t i = 0; i < item.files.size(); ++i) {
            const std::string& file = item.files[i];
            if (file.empty()) continue;
            const std::string path = canonical(file);
            const auto [at, is_new] = written.emplace(path, &item);
            if (!is_new)
                throw Error(
                    Fault::usage, patterns[i].flag,
                    fmt::format("{} would be that of {} and of {}; valid: a name with {{index}}{}", file,
                                shown_input(at->second->input), shown_input(item.input),
                                patterns[i].path.find("{name}") == std::string::npos ? " or {name}" : ""));
            const auto numbered = still_pattern(path);
            const auto hit = std::find_if(inputs.begin(), inputs.end(), [&](const std::string& input) {
                return input == path || (numbered && is_numbered_by(*numbered, input));
            });
            if (hit != inputs.end())
                throw Error(Fault::usage, patterns[i].flag,
                            fmt::format("{} is an INPUT; valid: another folder or name", file));
        }
    }
}

/// The folder is there, or is the last one that is missing.
void check_places(const std::vector<BatchItem>& items) {
    std::set<std::pair<std::string, std::string>> checked;  // a folder, and an extension that goes there
    for (const BatchItem& item : items) {
        for (std::size_t i = 0; i < item.files.size(); ++i) {
            if (item.files[i].empty()) continue;
            fs::path folder = folder_of(item.files[i]);
            if (!is_folder(folder) && item.makes_folders && is_folder(folder_of(folder.string())))
                folder = folder_of(folder.string());
            const fs::path name = fs::path(item.files[i]).filename();
            if (!checked.emplace(folder.string(), name.extension().string()).second) continue;
            const std::string place = (folder / name).string();
            if (i == 0)
                check_writable(place);
            else
                AtomicFile::check(place);
        }
    }
}

void make_folders(const BatchItem& item) {
    if (!item.makes_folders) return;
    for (const std::string& file : item.files) {
        if (file.empty() || is_folder(folder_of(file))) continue;
        std::error_code error;
        fs::create_directory(folder_of(file), error);
        if (error)
            throw Error(Fault::job, folder_of(file).string(),
                        "the folder cannot be made: " + describe_errno(error.value()));
    }
}

}  // namespace

std::string batch_name(const FileUse& pattern, const std::string& input, std::size_t index) {
    const std::string& text = pattern.path;
    std::string name;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.compare(at, 2, "{{") == 0 || text.compare(at, 2, "}}") == 0) {
            name += text[at++];
        } else if (text[at] == '{') {
            const std::size_t end = text.find('}', at);
            if (end == std::string::npos)
                throw Error(Fault::usage, pattern.flag,
                            fmt::format("'{}' has a '{{' without its '}}'; valid: {{name}}, and {{{{ for a "
                                        "brace",
                                        text));
            name += field_value(text.substr(at + 1, end - at - 1), pattern.flag, input, index);
            at = end;
        } else {
            name += text[at];
        }
    }
    return name;
}

std::vector<BatchItem> plan_batch(const std::vector<std::string>& inputs,
                                  const std::vector<FileUse>& patterns) {
    const std::vector<std::string> all = inputs.empty() ? std::vector<std::string>{""} : inputs;
    const bool several = all.size() > 1;
    std::vector<BatchItem> items;
    for (std::size_t i = 0; i < all.size(); ++i) {
        BatchItem item{all[i], {}, "", false};
        if (several) item.label = fmt::format("{}/{} {}", i + 1, all.size(), all[i]);
        for (const FileUse& pattern : patterns) {
            item.files.push_back(batch_name(pattern, all[i], i));
            item.makes_folders = item.makes_folders || has_field(pattern.path);
        }
        items.push_back(std::move(item));
    }
    if (!several) return items;
    for (const FileUse& pattern : patterns)
        if (!pattern.path.empty() && !has_field(pattern.path))
            throw Error(Fault::usage, pattern.flag,
                        fmt::format("{} is one file for {} INPUTs; valid: a name with {{name}} or {{index}}",
                                    pattern.path, all.size()));
    refuse_overwriting(items, patterns);
    check_places(items);
    return items;
}

void run_batch(const std::vector<BatchItem>& items, const std::function<bool()>& stopped,
               const std::function<void(const BatchItem&)>& work) {
    if (items.size() == 1) {
        make_folders(items.front());
        work(items.front());
        return;
    }
    std::size_t failed = 0, done = 0;
    for (const BatchItem& item : items) {
        if (stopped()) break;
        try {
            make_folders(item);
            work(item);
            ++done;
            continue;
        } catch (const Error& error) {
            std::fprintf(stderr, "droplet: %s\n", error.what());
        } catch (const std::bad_alloc&) {
            std::fprintf(stderr, "droplet: %s: needs more memory than there is; valid: a smaller picture\n",
                         shown_input(item.input).c_str());
        }
        if (!stopped()) ++failed;
    }
    const std::string failures = failed > 0 ? fmt::format(", {} failed", failed) : "";
    if (stopped() && done + failed < items.size())
        throw Error(Fault::job, "stopped",
                    fmt::format("{} of {} INPUTs are done{}", done, items.size(), failures));
    if (failed > 0)
        throw Error(Fault::job, "batch",
                    fmt::format("{} of {} INPUTs failed; the others are done", failed, items.size()));
}

}  // namespace droplet
