#include "ui/fractal_bookmarks.h"

#include <algorithm>
#include <utility>

#include "media/atomic_file.h"
#include "media/image_bytes.h"
#include "media/image_io.h"
#include "media/xdg.h"
#include "model/preset_json.h"
#include "ui/fractal_explorer.h"
#include "ui/preferences.h"
#include "ui/preset_previews.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

constexpr int version_written = 1;

/// What of a preset belongs to the fractal.
Preset fractal_of(const Preset& preset) {
    Preset only;
    only.process = Process::none;
    return with_fractal_of(preset, std::move(only));
}

FractalBookmark known(const char* name, const char* x, const char* y, double scale, int iterations,
                      bool mandelbrot) {
    FractalBookmark bookmark{name, {}, {}};
    FractalParams& params = bookmark.preset.fractal;
    bookmark.preset.source = Source::fractal;
    set_place(params, {*parse_precise(x), *parse_precise(y), scale});
    params.iterations = iterations;
    if (!mandelbrot) return bookmark;
    params.exponent = -2;
    params.coefficient_re = 1;
    params.coefficient_im = 0;
    params.coloring = Coloring::escape;
    return bookmark;
}

FractalBookmark bookmark_from_json(const Json& value, const fs::path& folder, const std::string& subject) {
    const Json& object =
        detail::checked_object(value, subject, "an object with \"name\", \"picture\" and \"preset\"");
    const auto text = [&](const char* key) {
        const auto found = object.find(key);
        if (found == object.end() || !found->is_string())
            throw Error(Fault::usage, subject, fmt::format("{} is missing; valid: a text", key));
        return found->get<std::string>();
    };
    const auto preset = object.find("preset");
    if (preset == object.end()) throw Error(Fault::usage, subject, "preset is missing; valid: a preset");
    const fs::path picture = text("picture");
    FractalBookmark bookmark{text("name"), parse_preset(preset->dump(), subject), {}};
    if (picture.has_parent_path())
        throw Error(Fault::usage, subject,
                    fmt::format("picture {} is not valid; valid: a file beside this one", picture.string()));
    if (!picture.empty()) bookmark.picture = folder / picture;
    return bookmark;
}

}  // namespace

std::string place_text(const FractalPlace& place) {
    return fmt::format("{} {} {}", precise_text(place.x), precise_text(place.y), place.scale);
}

FractalPlace parse_place(const std::string& text) {
    static const std::string separators = " \t\r\n,;";
    std::vector<std::string> words;
    for (std::size_t from = text.find_first_not_of(separators); from != std::string::npos;) {
        const std::size_t to = std::min(text.find_first_of(separators, from), text.size());
        words.push_back(text.substr(from, to - from));
        from = text.find_first_not_of(separators, to);
    }
    if (words.size() != 3)
        throw Error(Fault::usage, "place",
                    fmt::format("{} words; valid: three numbers, re im scale", words.size()));
    FractalParams params;
    std::size_t taken = 0;
    for_each_field<FractalParams>([&](const auto& field) {
        const bool wanted = field.key == "center-x" || field.key == "center-y" || field.key == "scale";
        if (wanted) set_text(params, field, words[taken++], fmt::format("place: {}", field.key));
    });
    return place_of(params);
}

std::span<const FractalBookmark> known_places() {
    static const std::vector<FractalBookmark> places{
        known("The drop", "0", "0", 0.005, 50, false),
        known("Shore", "0.9", "0.35", 4e-4, 100, false),
        known("Eight arms", "0.62", "0.62", 1e-3, 80, false),
        known("Mandelbrot set", "-0.7", "0", 0.004, 300, true),
        known("Seahorses", "-0.745", "0.113", 1.5e-5, 800, true),
        known("Elephants", "0.2925", "0.0149", 2e-5, 800, true),
        known("Deep seahorses", "-0.74364388703715870475219150611477", "0.13182590420531198", 2e-14, 2500,
              true),
    };
    return places;
}

Preset with_fractal_of(const Preset& bookmark, Preset preset) {
    preset.source = Source::fractal;
    preset.fractal = bookmark.fractal;
    preset.formula = bookmark.formula;
    preset.animation = bookmark.animation;
    if (bookmark.fractal.palette == PaletteName::custom) preset.custom_palette = bookmark.custom_palette;
    return preset;
}

bool same_fractal(const Preset& a, const Preset& b) {
    Preset there = with_fractal_of(b, a);
    set_place(there.fractal, place_of(a.fractal));
    return there == a;
}

fs::path FractalBookmarks::default_file() {
    return data_folder() / "droplet" / "places.json";
}

std::vector<std::string> FractalBookmarks::load() {
    std::vector<std::string> messages;
    all_.clear();
    std::error_code error;
    if (fs::symlink_status(file_, error).type() == fs::file_type::not_found) return messages;
    try {
        const FileBytes bytes = read_bytes(file_.string());
        const std::string valid = "places as Droplet writes them";
        const Json json = parse_settings({bytes.span().begin(), bytes.span().end()}, file_.string(), valid);
        const auto kind = json.find("droplet"), places = json.find("places");
        if (kind == json.end() || *kind != "places" || places == json.end() || !places->is_array())
            throw Error(Fault::job, file_.string(), "no places; valid: " + valid);
        for (std::size_t i = 0; i < places->size(); ++i) {
            try {
                all_.push_back(bookmark_from_json((*places)[i], file_.parent_path(),
                                                  fmt::format("{}: place {}", file_.string(), i + 1)));
            } catch (const Error& broken) {
                messages.emplace_back(broken.what());
            }
        }
    } catch (const Error& broken) {
        messages.emplace_back(broken.what());
    }
    // The next change writes a file without what could not be read: that stays to be mended by hand.
    if (!messages.empty()) messages.back() += "; " + set_aside(file_);
    return messages;
}

void FractalBookmarks::add(std::string name, const Preset& preset, const Image& picture) {
    std::error_code error;
    fs::create_directories(file_.parent_path(), error);
    if (error) throw Error(Fault::job, file_.parent_path().string(), "cannot be made: " + error.message());
    FractalBookmark bookmark{std::move(name), fractal_of(preset), {}};
    if (picture.size().area() > 0) {
        for (int i = 1; bookmark.picture.empty() || fs::exists(bookmark.picture); ++i)
            bookmark.picture = file_.parent_path() / fmt::format("place-{}.png", i);
        write_image(reduced_picture(picture, longest_side), bookmark.picture.string());
    }
    std::vector<FractalBookmark> next = all_;
    next.push_back(std::move(bookmark));
    write(next);
    all_ = std::move(next);
}

void FractalBookmarks::rename(std::size_t index, std::string name) {
    std::vector<FractalBookmark> next = all_;
    next.at(index).name = std::move(name);
    write(next);
    all_ = std::move(next);
}

void FractalBookmarks::remove(std::size_t index) {
    std::vector<FractalBookmark> next = all_;
    const fs::path picture = next.at(index).picture;
    next.erase(next.begin() + static_cast<std::ptrdiff_t>(index));
    write(next);
    all_ = std::move(next);
    std::error_code ignored;  // without its place, a picture that stays is merely not shown
    if (!picture.empty()) fs::remove(picture, ignored);
}

void FractalBookmarks::write(const std::vector<FractalBookmark>& bookmarks) const {
    Json json;
    json["droplet"] = "places";
    json["version"] = version_written;
    json["places"] = Json::array();
    for (const FractalBookmark& bookmark : bookmarks)
        json["places"].push_back({{"name", bookmark.name},
                                  {"picture", bookmark.picture.filename().string()},
                                  {"preset", Json::parse(preset_text(bookmark.preset))}});
    const std::string text = json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
    AtomicFile out(file_.string());
    out.write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    out.commit();
}

}  // namespace droplet
