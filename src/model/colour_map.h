// Colours for values: perceptually uniform tables of 256 entries, from the lowest value to the highest.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/colour_tables.h"

namespace droplet {

struct Rgb8 {
    std::uint8_t r = 0, g = 0, b = 0;
    bool operator==(const Rgb8&) const = default;
};

/// Entry 0 is the colour of the lowest value, entry 255 of the highest; in sRGB, as a screen takes it.
using ColourTable = std::array<Rgb8, 256>;

namespace detail {

// As model/colour_tables.h has them. diverging: blue, near white, orange, which the colour blind tell apart;
// in Oklab (B. Ottosson), on either side in two straight lines of equal length from lightness 0.97 without
// chroma over (0.70, 0.13) to (0.402, 0.10) at the hues 255 and 55 degrees, so that equal steps look equal.
// clang-format off
inline constexpr std::string_view diverging_hex =
    "1e497d1f4a7e204b80214c82224e83234f8524508725528826538a27548c28568d29578f2a58912b5a932c5b942e5c96"
    "2f5e98305f9931609b32629d33639f3464a03566a23667a43768a6386aa7396ba93b6dab3c6ead3d6fae3e71b03f72b2"
    "4073b44175b54276b74378b94479bb467abd477cbe487dc0497fc24a80c44b81c64c83c74d84c94f86cb5087cd5189cf"
    "528ad0538bd2548dd4558ed65690d85891da5993db5a94dd5b95df5c97e15d98e35f9ae5609be7619de8629eea63a0ec"
    "65a1ee67a2ee69a4ee6ca5ee6ea7ef70a8ef73a9ef75abef77acef7aadf07caff07eb0f081b2f083b3f085b4f187b6f1"
    "8ab7f18cb8f18ebaf190bbf193bcf295bef297bff29ac0f29cc2f29ec3f2a0c4f3a3c6f3a5c7f3a7c8f3a9c9f3accbf3"
    "aeccf3b0cdf3b2cff4b5d0f4b7d1f4b9d3f4bbd4f4bed5f4c0d7f4c2d8f4c4d9f4c7daf4c9dcf4cbddf5cddef5d0e0f5"
    "d2e1f5d4e2f5d6e4f5d9e5f5dbe6f5dde7f5dfe9f5e2eaf5e4ebf5e6edf5e8eef5ebeff5edf0f5eff2f5f2f3f5f4f4f5"
    "f5f4f4f5f2f1f4f1eef4efecf4ede9f4ece6f3eae4f3e8e1f3e6def3e5dcf2e3d9f2e1d7f2e0d4f2ded1f1dccff1dbcc"
    "f1d9c9f0d7c7f0d5c4f0d4c2efd2bfefd0bcefcfbaeecdb7eecbb4eec9b2edc8afedc6adecc4aaecc3a7ecc1a5ebbfa2"
    "ebbd9feabc9deaba9aeab897e9b795e9b592e8b390e8b18de7b08ae7ae88e7ac85e6aa82e6a97fe5a77de5a57ae4a377"
    "e4a275e3a072e39e6fe29c6ce29b6ae19967e19764e09561e0945edf925bde9058de8e55dd8c52dd8b4fdc894cdc8749"
    "da8647d88446d78345d58244d38043d17f42d07e41ce7c40cc7b3fca7a3ec9783dc7773bc5763ac37439c27338c07237"
    "be7136bc6f35bb6e34b96d33b76b32b56a31b46930b2682fb0662eaf652cad642bab622aa96129a86028a65f27a45d26"
    "a35c25a15b249f5a239e58229c57209a561f99551e97531d95521c94511b92501a904e198f4d178d4c168b4b158a4a14"
    "88481386471185461083450f81430d80420c7e410b7d40097b3f08793d06783c05763b04753a03733901713800703600";
// clang-format on

constexpr std::uint8_t digit_of(char c) {
    return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

constexpr ColourTable table_of(std::string_view hex) {
    ColourTable table;
    const auto byte = [hex](std::size_t at) {
        return static_cast<std::uint8_t>(digit_of(hex[2 * at]) * 16 + digit_of(hex[2 * at + 1]));
    };
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = {byte(3 * i), byte(3 * i + 1), byte(3 * i + 2)};
    return table;
}

}  // namespace detail

inline constexpr ColourTable viridis_map = detail::table_of(colour_tables::viridis_hex);
inline constexpr ColourTable inferno_map = detail::table_of(colour_tables::inferno_hex);
inline constexpr ColourTable cividis_map = detail::table_of(colour_tables::cividis_hex);
inline constexpr ColourTable diverging_map = detail::table_of(detail::diverging_hex);

}  // namespace droplet
