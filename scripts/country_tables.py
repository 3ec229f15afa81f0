"""What the sources of `build_countries` lack, written for Winnow: usual spellings, short forms, centres."""

ALIASES = {
    "ALA": "Åland | Aland",
    "ARE": "U.A.E. | Emirates",
    "ATF": "French Southern and Antarctic Lands",
    "ATG": "Antigua & Barbuda | Antigua",
    "BES": "Caribbean Netherlands | Bonaire | Bonaire, Saint Eustatius and Saba",
    "BHS": "Bahamas, The",
    "BIH": "Bosnia | Bosnia-Herzegovina",
    "BOL": "Bolivia | Bolivia (Plurinational State of) | Plurinational State of Bolivia",
    "BRN": "Brunei | Brunei (Darussalam)",
    "CAF": "Central African Rep. | Central African Rep | C.A.R.",
    "CCK": "Cocos Island | Cocos Islands | Keeling Islands",
    "CHE": "Swiss Confederation",
    "CHN": "Mainland China | China (Mainland) | China, mainland | China, People's Republic of | PR China ",
    "CIV": "Cote d'Ivoire | Cote dIvoire | Ivory Coast | Republic of Cote d'Ivoire",
    "COD": "Congo, Dem. Rep. | Congo, Democratic Republic | Congo, Democratic Republic of the | DR Congo | "
    "Democratic Republic of the Congo | Democratic Republic of Congo | Congo (Kinshasa) | Congo-Kinshasa | Zaire | "
    "Dem. Rep. of the Congo | Democratic Republic of the Congo (formerly Zaire) | Congo, the Dem. Rep. of the | "
    "Congo (Democratic Republic of the) | Congo, Dem. Rep. of",
    "COG": "Congo, Rep. | Congo Republic | Republic of the Congo | Republic of Congo | Congo (Brazzaville) | "
    "Congo-Brazzaville | Congo, Republic of the | Congo, Republic of",
    "CPV": "Cape Verde | Cape Verde Islands | Cabo Verde Islands",
    "CUW": "Curacao",
    "CYM": "Caymans",
    "CZE": "Czech Republic | Czech Rep.",
    "DEU": "Federal Republic of Germany | Germany, Federal Republic of",
    "DOM": "Dominican Rep.",
    "EGY": "Egypt, Arab Rep. | Egypt, Arab Republic of",
    "ESH": "Sahrawi Republic | Sahrawi Arab Democratic Republic",
    "FLK": "Falkland Islands | Falklands | Malvinas | Islas Malvinas",
    "FRA": "France (including Monaco)",
    "FRO": "Faeroe Islands | Faroes | Faeroes",
    "FSM": "Micronesia | Micronesia, Fed. Sts. | Micronesia, Fed. States | Micronesia (Federated States of) | "
    "Micronesia (country)",
    "GBR": "U.K. | Great Britain | Britain | United Kingdom of Great Britain | Gt. Britain",
    "GMB": "Gambia, The | Gambia, Republic of The",
    "GNB": "Guinea Bissau",
    "HKG": "Hong Kong, China | Hong Kong SAR, China | Hong Kong SAR | China, Hong Kong SAR | Hong Kong (China) | "
    "China, Hong Kong Special Administrative Region | Hong Kong S.A.R. | Hongkong | "
    "Hong Kong Special Adminstrative Region of China",
    "HMD": "Heard & McDonald Islands | Heard and McDonald Islands",
    "IOT": "Chagos Archipelago | Diego Garcia",
    "IRL": "Republic of Ireland | Ireland, Republic of | Eire",
    "IRN": "Iran | Iran, Islamic Rep. | Iran (Islamic Republic of)",
    "ITA": "Italy (including San Marino)",
    "KGZ": "Kyrgyz Republic | Kyrgyz Rep. | Kirghizia | Kirgizstan",
    "KNA": "St. Kitts & Nevis | Saint Kitts & Nevis | St. Kitts-Nevis | Saint Kitts | Saint Christopher and Nevis",
    "KOR": "South Korea | Korea, Rep. | Korea, Republic of | Republic of Korea | Korea, South | Korea (South) | "
    "S. Korea | Korea | Korea Republic | Korea (Republic of) | R.O.K.",
    "LAO": "Laos | Lao PDR | Lao P.D.R. | Lao",
    "LBY": "Libyan Arab Jamahiriya | Libyan Arab Jamahiriyah",
    "LCA": "St. Lucia",
    "MAC": "Macau | Macao, China | Macao SAR, China | Macao SAR | China, Macao SAR | Macao (China) | Macau SAR | "
    "China, Macao Special Administrative Region | Macau Special Adminstrative Region of China",
    "MAF": "Saint Martin | St. Martin | Saint Martin (France)",
    "MDA": "Moldova | Moldova, Rep. | Republic of Moldova | Moldova (Republic of)",
    "MKD": "Macedonia | Macedonia, FYR | FYR Macedonia | TFYR Macedonia | FYROM | Republic of Macedonia | "
    "Macedonia, the former Yugoslav Republic of | The former Yugoslav Republic of Macedonia | Macedonia, North",
    "MMR": "Burma | Myanmar (Burma) | Burma (Myanmar) | Myanmar (formerly Burma) | Myanmar/Burma",
    "MNP": "Northern Marianas | Northern Mariana Is.",
    "NLD": "Holland | The Netherlands",
    "PCN": "Pitcairn Islands | Pitcairn Island",
    "PRK": "North Korea | Korea, Dem. Rep. | Korea, Dem. People's Rep. | Korea, Dem. People’s Rep. | DPRK | D.P.R.K. | "
    "Korea, North | Korea (North) | N. Korea | Dem. People's Republic of Korea | DPR Korea | "
    "Korea (Democratic People's Republic of) | Korea, Democratic Republic of",
    "PSE": "Palestine | West Bank and Gaza | Palestinian Territories | Occupied Palestinian Territory | "
    "State of Palestine | Palestinian Territory | Gaza Strip and West Bank | Palestine (State of)",
    "REU": "Reunion | La Réunion | Réunion Island",
    "RUS": "Russia | Russian Fed.",
    "SGS": "South Georgia & South Sandwich Islands | South Georgia",
    "SHN": "Saint Helena | St. Helena",
    "SJM": "Svalbard | Svalbard and Jan Mayen Islands | Jan Mayen",
    "SPM": "Saint-Pierre-et-Miquelon | St. Pierre & Miquelon",
    "SSD": "S. Sudan",
    "STP": "Sao Tome & Principe | São Tomé",
    "SVK": "Slovak Republic | Slovak Rep.",
    "SWZ": "Swaziland | eSwatini | Kingdom of Eswatini",
    "SXM": "Sint Maarten | St. Maarten | Saint Maarten | Saint Martin (Dutch portion) | St. Martin (Dutch part)",
    "SYR": "Syria | Syrian Arab Rep.",
    "TCA": "Turks & Caicos | Turks and Caicos",
    "TLS": "East Timor | Timor-Leste (East Timor) | Timor-Leste (formerly East Timor) | Timor",
    "TTO": "Trinidad & Tobago | Trinidad",
    "TUR": "Turkey | Türkiye | Turkiye | Republic of Türkiye",
    "TWN": "Taiwan | Taiwan, China | Chinese Taipei | Taiwan, Province of China | Republic of China | Taiwan*",
    "TZA": "Tanzania | United Republic of Tanzania | Tanzania (United Republic of) | Tanzania, United Rep.",
    "UMI": "U.S. Outlying Islands | US Minor Outlying Islands",
    "USA": "USA | U.S. | U.S.A. | United States of America (USA) | America (United States) | United States (USA)",
    "VAT": "Vatican | Vatican City | Holy See | Vatican City State | Holy See (Vatican)",
    "VCT": "St. Vincent & Grenadines | St. Vincent and Grenadines | Saint Vincent | St. Vincent & the Grenadines",
    "VEN": "Venezuela | Venezuela, RB | Venezuela (Bolivarian Republic of) | Venezuela, Bolivarian Rep.",
    "VGB": "British Virgin Islands | Virgin Islands (British) | Virgin Islands (U.K.)",
    "VIR": "Virgin Islands | Virgin Islands (U.S.) | U.S. Virgin Islands | US Virgin Islands | "
    "United States Virgin Islands | Virgin Islands (United States)",
    "VNM": "Vietnam | Viet-Nam",
    "WLF": "Wallis et Futuna | Wallis and Futuna Islands | Wallis & Futuna Islands",
    "XKX": "Kosovo | Republic of Kosovo | Kosovo (under UNSCR 1244) | Kosovo, Republic of",
    "YEM": "Yemen, Rep. | Yemen Republic",
}
"""Spellings of the World Bank, the United Nations, Gapminder, CDIAC (“Adminstrative”) and the press, beside ISO's."""

SHORT_FORMS = {
    "EL": "GRC",
    "UK": "GBR",
    "XK": "XKX",
    "DRC": "COD",
    "KSA": "SAU",
    "PRC": "CHN",
    "ROK": "KOR",
    "UAE": "ARE",
}
"""Codes that are not of ISO 3166, and are used as if they were; those of two letters are the European Union's."""

_CENTRES = (
    "ABW -70 12.5, AIA -63.1 18.2, ALA 20 60.2, AND 1.5 42.5, ASM -170.7 -14.3, ATG -61.8 17.1, BES -68.3 12.2, "
    "BHR 50.6 26.1, BLM -62.8 17.9, BMU -64.8 32.3, BRB -59.5 13.2, BVT 3.4 -54.4, CCK 96.8 -12.2, "
    "COK -159.8 -21.2, COM 43.3 -11.7, CPV -23.6 15.1, CUW -69 12.2, CXR 105.7 -10.5, CYM -81.3 19.3, "
    "DMA -61.4 15.4, FRO -6.9 62, FSM 158.2 6.9, GGY -2.6 49.5, GIB -5.35 36.1, GLP -61.6 16.2, GRD -61.7 12.1, "
    "GUF -53 4, GUM 144.8 13.4, HKG 114.2 22.3, HMD 73.5 -53.1, IMN -4.5 54.2, IOT 72.4 -7.3, JEY -2.1 49.2, "
    "KIR 173 1.4, KNA -62.7 17.3, LCA -61 13.9, LIE 9.55 47.15, MAC 113.5 22.2, MAF -63.1 18.1, MCO 7.4 43.7, "
    "MDV 73.5 4.2, MHL 171.4 7.1, MLT 14.4 35.9, MNP 145.7 15.2, MSR -62.2 16.7, MTQ -61 14.6, MUS 57.5 -20.3, "
    "MYT 45.2 -12.8, NFK 167.95 -29, NIU -169.9 -19.1, NRU 166.9 -0.5, PCN -130.1 -25.1, PLW 134.5 7.4, "
    "PYF -149.5 -17.6, REU 55.5 -21.1, SGP 103.8 1.35, SGS -36.8 -54.4, SHN -5.7 -15.95, SJM 16 78.5, "
    "SMR 12.45 43.95, SPM -56.3 46.9, STP 6.7 0.3, SXM -63.05 18.05, SYC 55.45 -4.65, TCA -71.8 21.7, "
    "TKL -171.8 -9.2, TON -175.2 -21.2, TUV 179.2 -8.5, UMI 166.6 19.3, VAT 12.45 41.9, VCT -61.2 13.2, "
    "VGB -64.6 18.4, VIR -64.8 18, WLF -176.2 -13.3, WSM -172.1 -13.8"
)
CENTRES = {
    code: (float(longitude), float(latitude)) for code, longitude, latitude in map(str.split, _CENTRES.split(", "))
}
"""Longitude and latitude, in degrees, of about the middle of what Natural Earth 1:110m lacks, or of its main island."""
