#include "media/capture_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "media/atomic_file.h"
#include "media/byte_source.h"
#include "media/extension.h"
#include "media/film_recipe.h"
#include "media/gif_comment.h"
#include "media/recipe_metadata.h"
#include "model/error.h"

namespace droplet {
namespace {

using namespace std::string_view_literals;
namespace fs = std::filesystem;

/// What a file is by its first bytes, as far as a recipe may be in it.
enum class Holder { none, png, jpeg, tiff, gif, mp4, webm, pfm, json };

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    Holder holder;
};
constexpr std::array signatures{
    Signature{0, "\x89PNG\r\n\x1A\n"sv, Holder::png},
    Signature{0, "\xFF\xD8\xFF"sv, Holder::jpeg},
    Signature{0, "II*\0"sv, Holder::tiff},
    Signature{0, "MM\0*"sv, Holder::tiff},
    Signature{0, "II+\0"sv, Holder::tiff},
    Signature{0, "MM\0+"sv, Holder::tiff},
    Signature{0, "GIF87a"sv, Holder::gif},
    Signature{0, "GIF89a"sv, Holder::gif},
    Signature{4, "ftyp"sv, Holder::mp4},
    Signature{0, "\x1A\x45\xDF\xA3"sv, Holder::webm},
    Signature{0, "PF"sv, Holder::pfm},
    Signature{0, "Pf"sv, Holder::pfm},
};

Holder holder_of(ByteSource& file) {
    constexpr std::size_t enough = 1024;
    const std::string_view start = file.peek(enough);
    for (const Signature& signature : signatures)
        if (start.size() > signature.offset && start.substr(signature.offset).starts_with(signature.bytes))
            return signature.holder;
    return looks_like_recipe(start) ? Holder::json : Holder::none;
}

/// Standard input, devices and pipes are read once, by who wants their pictures.
bool is_no_file(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    return path == "-" || (fs::exists(status) && fs::is_other(status)) || fs::is_character_file(status) ||
           fs::is_block_file(status) || fs::is_fifo(status) || fs::is_socket(status);
}

std::optional<std::string> whole_text(ByteSource& file, const std::string& path) {
    if (file.size() > longest_recipe)
        throw Error(Fault::job, path,
                    fmt::format("a recipe of more than {} MB; valid: less", longest_recipe >> 20));
    auto text = file.text(file.size());
    if (text) text->resize(text->find_last_not_of(" \t\r\n") + 1);
    return text;
}

std::optional<std::string> sidecar_text(const std::string& picture) {
    const std::string path = picture_sidecar(picture);
    std::error_code error;
    if (!fs::exists(path, error)) return std::nullopt;
    ByteSource file(path);
    if (holder_of(file) != Holder::json) return std::nullopt;
    return whole_text(file, path);
}

}  // namespace

std::string picture_sidecar(const std::string& path) {
    return path + ".json";
}

bool may_hold_recipe(const std::string& path) {
    constexpr std::array extensions{".png"sv, ".jpg"sv, ".jpeg"sv, ".tif"sv, ".tiff"sv,
                                    ".gif"sv, ".mp4"sv, ".webm"sv, ".json"sv};
    const std::string extension = extension_of(path);
    if (std::ranges::find(extensions, extension) != extensions.end()) return true;
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return false;
    try {
        ByteSource file(path);
        const Holder holder = holder_of(file);
        return holder == Holder::pfm ? fs::exists(picture_sidecar(path), error) : holder != Holder::none;
    } catch (const Error&) {
        return false;  // who opens it says why
    }
}

std::optional<std::string> recipe_text_of(const std::string& path) {
    if (is_no_file(path)) return std::nullopt;
    ByteSource file(path);
    switch (holder_of(file)) {
        case Holder::png:
            return png_recipe_text(file);
        case Holder::jpeg:
            return jpeg_recipe_text(file);
        case Holder::tiff:
            return tiff_recipe_text(file);
        case Holder::gif:
            if (auto text = gif_recipe_text(file, longest_recipe)) return text;
            return sidecar_text(path);
        case Holder::mp4:
            return film_recipe_text(path, "mov");
        case Holder::webm:
            return film_recipe_text(path, "matroska");
        case Holder::pfm:
            return sidecar_text(path);
        case Holder::json:
            return whole_text(file, path);
        case Holder::none:
            break;
    }
    return std::nullopt;
}

std::optional<Recipe> read_recipe(const std::string& path) {
    const auto text = recipe_text_of(path);
    if (!text) return std::nullopt;
    return parse_recipe(*text, path);
}

void write_recipe(const Recipe& recipe, const std::string& path) {
    write_recipe_text(recipe_text(recipe), path);
}

void write_recipe_text(const std::string& text, const std::string& path) {
    AtomicFile file(path);
    file.write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    file.write({reinterpret_cast<const unsigned char*>("\n"), 1});
    file.commit();
}

void put_sidecar(const std::string& picture, const std::string& text) {
    std::error_code error;
    if (!fs::is_regular_file(picture, error)) return;
    const std::string path = picture_sidecar(picture);
    if (!text.empty()) return write_recipe_text(text, path);
    // That of the picture which stood here before would be taken for this one's.
    if (!fs::is_regular_file(path, error)) return;
    ByteSource old(path);
    if (holder_of(old) == Holder::json) fs::remove(path, error);
}

}  // namespace droplet
