// Places of the fractal that are kept. No ImGui.
#pragma once
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/preset.h"

namespace droplet {

/// "re im scale", each with the digits that read back the same.
std::string place_text(const FractalPlace& place);
/// Three numbers with spaces, commas or lines between them, within the limits of their rows. Throws Error
/// (Fault::usage).
FractalPlace parse_place(const std::string& text);

/// A place with the fractal that it is a place of: of the preset, what belongs to the source fractal.
struct FractalBookmark {
    std::string name;
    Preset preset;
    std::filesystem::path picture{};  ///< a small PNG; empty: none
};

/// Those that come with Droplet, of the original's recurrence and of the Mandelbrot set.
std::span<const FractalBookmark> known_places();

/// `preset` with the bookmark's fractal in place of its own; process and all else stay.
Preset with_fractal_of(const Preset& bookmark, Preset preset);
/// Whether only the place differs: then one can fly there.
bool same_fractal(const Preset& a, const Preset& b);

/// The user's, in a file of their own with their pictures beside it:
/// `{"droplet": "places", "version": 1, "places": [{"name": "…", "picture": "place-1.png", "preset": {…}}]}`.
class FractalBookmarks {
 public:
    /// $XDG_DATA_HOME/droplet/places.json, or below ~/.local/share.
    static std::filesystem::path default_file();

    explicit FractalBookmarks(std::filesystem::path file = default_file()) : file_(std::move(file)) {}

    /// Reads the file; messages of one line, none when all is well or there is no file. A file that cannot be
    /// understood is set aside; an entry that cannot is left out, and the file is set aside as it was.
    std::vector<std::string> load();
    const std::vector<FractalBookmark>& all() const { return all_; }

    /// Each writes the file, whole or not at all. Throws Error (Fault::job) where it cannot be written; then
    /// nothing has changed. An empty picture is none.
    void add(std::string name, const Preset& preset, const Image& picture);
    void rename(std::size_t index, std::string name);
    void remove(std::size_t index);

    static constexpr int longest_side = 256;  ///< of a picture

 private:
    void write(const std::vector<FractalBookmark>& bookmarks) const;

    std::filesystem::path file_;
    std::vector<FractalBookmark> all_;
};

}  // namespace droplet
